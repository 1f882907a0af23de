package stage5.cdk.spending;

import java.util.List;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.amazon.awscdk.services.ce.CfnAnomalyMonitor;
import software.amazon.awscdk.services.ce.CfnAnomalySubscription;
import software.constructs.Construct;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.alerts.Alerts;

/**
 * Who is told when an environment costs more than it should: a monthly budget, and <a
 * href="https://docs.aws.amazon.com/cost-management/latest/userguide/manage-ad.html">cost anomaly detection</a> over
 * every AWS service. Both are of the whole account, since an environment has one to itself: so nothing that lacks a tag
 * goes unseen.
 */
public final class SpendingStack extends SiteStack {

    /** In US dollars: less is not worth a mail. */
    private static final int SMALLEST_ANOMALY = 20;

    public SpendingStack(Construct app, Site site) {
        super(app, site, "spending", "Stage Five: who is told when more is spent than should be");
        String topic = Alerts.of(this, site).topicArn();
        addBudget(topic);
        addAnomalies(topic);
    }

    private void addBudget(String topic) {
        CfnBudget.Builder.create(this, "Budget")
                .budget(BudgetDataProperty.builder()
                        .budgetName(site().qualified("month"))
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(SpendProperty.builder()
                                .amount(site().environment().monthlyUsd())
                                .unit("USD")
                                .build())
                        .build())
                .notificationsWithSubscribers(List.of(
                        notification("ACTUAL", 50, topic),
                        notification("ACTUAL", 80, topic),
                        notification("FORECASTED", 100, topic)))
                .build();
    }

    private void addAnomalies(String topic) {
        CfnAnomalyMonitor monitor = CfnAnomalyMonitor.Builder.create(this, "Services")
                .monitorName(site().qualified("services"))
                .monitorType("DIMENSIONAL")
                .monitorDimension("SERVICE")
                .build();
        CfnAnomalySubscription.Builder.create(this, "Anomalies")
                .subscriptionName(site().qualified("anomalies"))
                .monitorArnList(List.of(monitor.getAttrMonitorArn()))
                .frequency("IMMEDIATE") // the only one that goes to a topic
                .subscribers(List.of(CfnAnomalySubscription.SubscriberProperty.builder()
                        .type("SNS")
                        .address(topic)
                        .build()))
                .thresholdExpression("""
                        {"Dimensions": {
                          "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                          "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
                          "Values": ["%d"]}}
                        """.formatted(SMALLEST_ANOMALY))
                .build();
    }

    private static NotificationWithSubscribersProperty notification(String type, int percent, String topic) {
        return NotificationWithSubscribersProperty.builder()
                .notification(NotificationProperty.builder()
                        .notificationType(type)
                        .comparisonOperator("GREATER_THAN")
                        .threshold(percent)
                        .thresholdType("PERCENTAGE")
                        .build())
                .subscribers(List.of(SubscriberProperty.builder()
                        .subscriptionType("SNS")
                        .address(topic)
                        .build()))
                .build();
    }
}
