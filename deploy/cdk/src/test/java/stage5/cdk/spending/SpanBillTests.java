package stage5.cdk.spending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.cdk.config.SpendingSettings;

class SpanBillTests {

    static Stream<Arguments> environments() {
        return DeploymentEnvironments.NAMES.stream()
                .flatMap(name -> Stream.of(Form.values()).map(form -> Arguments.of(name, form)));
    }

    @ParameterizedTest
    @MethodSource("environments")
    void shouldBeWithinTheBudget_whenTheEnvironmentHasItsOwnSettings(String name, Form form) {
        SpanBill bill = SpanBill.of(DeploymentEnvironments.load(name).inOneForm(form));

        assertThat(bill.usd()).isPositive().isLessThanOrEqualTo(bill.limitUsd());
        bill.requireWithinBudget();
    }

    @Test
    void shouldMultiplyOrdersVolumeShareAndPrice_whenProjected() {
        SpanBill bill = new SpanBill("prod", 10_000_000, 10, 0.2, 0.35, 300);

        assertThat(bill.gigabytes()).isEqualTo(18.63, within(0.01)); // 10^7 x 10^4 bytes x 0.2 / 2^30
        assertThat(bill.usd()).isEqualTo(6.52, within(0.01));
        assertThat(bill)
                .hasToString("prod: 10000000 orders a month x 10.0 KB x 20.0 % kept = 18.6 GB, x 0.35 USD = 6.52 USD of"
                        + " at most 300.00 USD");
    }

    @Test
    void shouldAddUnusualTraces_whenTheCollectorsKeepThem() {
        DeploymentEnvironment prod = DeploymentEnvironments.load("prod");

        assertThat(SpanBill.of(prod.inOneForm(Form.LAMBDA)).keptShare()).isEqualTo(0.2);
        assertThat(SpanBill.of(prod.inOneForm(Form.FARGATE)).keptShare()).isEqualTo(0.2 + 0.8 * 0.01);
        assertThat(SpanBill.of(prod.inOneForm(Form.FARGATE).withForms(Map.of("gateway", Form.LAMBDA)))
                        .keptShare())
                .isEqualTo(0.2);
    }

    @Test
    void shouldFailTheSynthesis_whenTheBillExceedsTheBudget() {
        DeploymentEnvironment prod = DeploymentEnvironments.load("prod");
        DeploymentEnvironment busy = prod.withSpending(prod.account().spending().withOrders(13_000_000_000L));

        assertThatThrownBy(() -> SynthesisedStack.of(app -> new SpendingStack(
                        app, new StackLocation(busy, busy.regions().primary()))))
                .hasMessageContaining("The spans cost more than the budget allows: prod: 13000000000 orders")
                .hasMessageContaining("of at most 300.00 USD");
    }

    @Test
    void shouldAllow_whenTheBillEqualsTheLimit() {
        SpanBill bill = new SpanBill("dev", 1L << 30, 1, 1, 0.5, 500);

        assertThat(bill.usd()).isEqualTo(500);
        bill.requireWithinBudget();
        assertThatIllegalStateException()
                .isThrownBy(() -> new SpanBill("dev", 1L << 30, 1, 1, 0.5, 499.99).requireWithinBudget());
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "0, -1, 0", "0, 101, 0", "0, 0, 101"})
    void shouldReject_whenASettingIsOutOfRange(long orders, double unusual, double budget) {
        assertThatThrownBy(() -> new SpendingSettings.Spans(orders, unusual, budget))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
