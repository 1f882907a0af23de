package stage5.cdk.spending;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;
import static software.amazon.awscdk.assertions.Match.stringLikeRegexp;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironments;

class SpendingStackTests {

    private static SynthesisedStack spending;

    @BeforeAll
    static void synthesise() {
        spending = SynthesisedStack.of(
                app -> new SpendingStack(app, new StackLocation(DeploymentEnvironments.load("dev"), "us-east-1")));
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(spending.findings()).isEmpty();
    }

    @Test
    void shouldNotify_whenTheForecastExceedsTheBudget() {
        spending.template()
                .hasResourceProperties(
                        "AWS::Budgets::Budget",
                        Map.of(
                                "Budget",
                                objectLike(Map.of(
                                        "TimeUnit", "MONTHLY", "BudgetLimit", Map.of("Amount", 150, "Unit", "USD"))),
                                "NotificationsWithSubscribers",
                                arrayWith(List.of(Map.of(
                                        "Notification",
                                        objectLike(Map.of("NotificationType", "FORECASTED", "Threshold", 100)),
                                        "Subscribers",
                                        List.of(Map.of("SubscriptionType", "SNS", "Address", anyValue())))))));
    }

    @Test
    void shouldNotifyImmediately_whenCostsAreAnomalous() {
        spending.template()
                .hasResourceProperties(
                        "AWS::CE::AnomalySubscription",
                        Map.of(
                                "Frequency",
                                "IMMEDIATE",
                                "ThresholdExpression",
                                stringLikeRegexp("ANOMALY_TOTAL_IMPACT_ABSOLUTE"),
                                "Subscribers",
                                List.of(Map.of("Type", "SNS", "Address", anyValue()))));
    }

    /** A second monitor of all services is rejected, and AWS creates one in new accounts. */
    @Test
    void shouldUseTheAccountsMonitor_whenItHasOne() {
        spending.template().resourceCountIs("AWS::CE::AnomalyMonitor", 0);
        spending.template()
                .hasResourceProperties(
                        "AWS::CE::AnomalySubscription",
                        Map.of("MonitorArnList", List.of(Map.of("Fn::GetAtt", List.of(anyValue(), "Id")))));
        spending.template().resourceCountIs("Custom::AccountService", 1);
    }
}
