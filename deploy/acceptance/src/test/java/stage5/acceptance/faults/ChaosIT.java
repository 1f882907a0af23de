package stage5.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.cli.chaos.ChaosOutcome;
import stage5.cli.chaos.ChaosPlan;
import stage5.stack.Component;

/** {@code ./stage5 chaos} in good and in bad weather: kills services while orders arrive; all invariants must hold. */
class ChaosIT {

    /** Orders arrive until the last killed service is back. */
    private static final ChaosPlan EACH_ONCE = new ChaosPlan(
            100,
            ShopUnderTest.orderRate(8),
            Duration.ofSeconds(2),
            List.copyOf(Component.services()),
            Duration.ofSeconds(180));

    /** One kill about every ten seconds: a restart takes some of them. */
    private static final ChaosPlan THROUGH_THE_STORM = new ChaosPlan(
            5000,
            ShopUnderTest.orderRate(8),
            Duration.ofSeconds(8),
            List.copyOf(Component.services()),
            Duration.ofMinutes(10));

    @Test
    @Tag("nightly")
    void shouldKeepAllInvariants_whenEachServiceIsKilled() {
        assertInvariantsHold(EACH_ONCE, () -> {});
    }

    /** The weather ends before the check: it empties Redis every 30 s, and the bestsellers count nothing until they are back. */
    @Test
    @Tag("storm")
    void shouldKeepAllInvariants_whenServicesAreKilledInAStorm() {
        try (ShopUnderTest.Undo calm = ShopUnderTest.weather("storm")) {
            assertInvariantsHold(THROUGH_THE_STORM, calm::close);
        }
    }

    /** The invariants include that no dead-letter queue has a message. */
    private static void assertInvariantsHold(ChaosPlan plan, Runnable beforeCheck) {
        ChaosOutcome outcome = ShopUnderTest.runChaos(plan, beforeCheck);

        assertThat(outcome.report().violations()).isEmpty();
        assertThat(outcome.report().quiet()).as("the shop becomes idle").isTrue();
        assertThat(outcome.accepted()).isGreaterThanOrEqualTo(plan.orders());
        assertThat(outcome.kills()).containsOnlyKeys(Component.services());
    }
}
