package stage5.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.acceptance.Shop;
import stage5.cli.chaos.Outcome;
import stage5.cli.chaos.Plan;
import stage5.cli.stack.Part;

/** {@code ./stage5 chaos} in short: each service is killed once while orders come in, and it costs nothing but time. */
class ChaosIT {

    /** Orders come in until the last victim is back. */
    private static final Plan EACH_ONCE = new Plan(
            100, Shop.orderRate(8), Duration.ofSeconds(2), List.copyOf(Part.services()), Duration.ofSeconds(180));

    @Test
    void shouldLoseNothingAndRepeatNothing_whenEachServiceIsKilled() {
        Outcome outcome = Shop.chaos(EACH_ONCE);

        assertThat(outcome.report().offenders()).isEmpty();
        assertThat(outcome.report().quiet()).as("the shop comes to rest").isTrue();
        assertThat(outcome.accepted()).isGreaterThanOrEqualTo(EACH_ONCE.orders());
        assertThat(outcome.kills()).containsOnlyKeys(Part.services());
    }
}
