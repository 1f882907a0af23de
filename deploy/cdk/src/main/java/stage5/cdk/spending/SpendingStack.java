package stage5.cdk.spending;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.amazon.awscdk.services.ce.CfnAnomalySubscription;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.account.AccountService;
import stage5.cdk.alerts.AlarmTopic;

/**
 * Cost notifications: a monthly budget, and <a
 * href="https://docs.aws.amazon.com/cost-management/latest/userguide/manage-ad.html">cost anomaly detection</a> over
 * every AWS service. Both cover the whole account, so they include resources without tags. An environment has its own
 * account. The synthesis fails if the {@link SpanBill} exceeds its part of the budget.
 */
public final class SpendingStack extends StageFiveStack {

    /** The smallest anomaly that is reported, in US dollars. */
    private static final int ANOMALY_THRESHOLD_USD = 20;

    public SpendingStack(Construct app, StackLocation location) {
        super(app, location, "spending", "Stage Five: cost notifications");
        SpanBill.of(location.environment()).requireWithinBudget();
        String topic = AlarmTopic.of(this, location).topicArn();
        addBudget(topic);
        if (location.environment().account().spending().anomalies()) {
            addAnomalies(topic);
        }
    }

    private void addBudget(String topic) {
        CfnBudget.Builder.create(this, "Budget")
                .budget(BudgetDataProperty.builder()
                        .budgetName(location().qualified("month"))
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(SpendProperty.builder()
                                .amount(location()
                                        .environment()
                                        .account()
                                        .spending()
                                        .monthlyUsd())
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
        AccountService monitor = new AccountService(
                this,
                location(),
                "AnomalyMonitor",
                "anomaly-monitor.js",
                Map.of("MonitorName", location().qualified("services")),
                List.of("ce:CreateAnomalyMonitor", "ce:DeleteAnomalyMonitor", "ce:GetAnomalyMonitors"),
                List.of());
        CfnAnomalySubscription.Builder.create(this, "Anomalies")
                .subscriptionName(location().qualified("anomalies"))
                .monitorArnList(List.of(monitor.id()))
                .frequency("IMMEDIATE") // the only frequency that supports an SNS topic
                .subscribers(List.of(CfnAnomalySubscription.SubscriberProperty.builder()
                        .type("SNS")
                        .address(topic)
                        .build()))
                .thresholdExpression("""
                        {"Dimensions": {
                          "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                          "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
                          "Values": ["%d"]}}
                        """.formatted(ANOMALY_THRESHOLD_USD))
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
