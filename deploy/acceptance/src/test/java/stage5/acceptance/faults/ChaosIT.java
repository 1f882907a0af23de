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

/** A short {@code ./stage5 chaos}: kills each service once while orders arrive; all invariants must hold. */
@Tag("nightly")
class ChaosIT {

    /** Orders arrive until the last killed service is back. */
    private static final ChaosPlan EACH_ONCE = new ChaosPlan(
            100,
            ShopUnderTest.orderRate(8),
            Duration.ofSeconds(2),
            List.copyOf(Component.services()),
            Duration.ofSeconds(180));

    @Test
    void shouldKeepAllInvariants_whenEachServiceIsKilled() {
        ChaosOutcome outcome = ShopUnderTest.runChaos(EACH_ONCE);

        assertThat(outcome.report().violations()).isEmpty();
        assertThat(outcome.report().quiet()).as("the shop becomes idle").isTrue();
        assertThat(outcome.accepted()).isGreaterThanOrEqualTo(EACH_ONCE.orders());
        assertThat(outcome.kills()).containsOnlyKeys(Component.services());
    }
}
