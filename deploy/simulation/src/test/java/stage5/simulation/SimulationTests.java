package stage5.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the simulation itself: a seed always produces the same log, and each planted defect is found. */
class SimulationTests {

    /** The most seeds that may be needed to find a planted defect. */
    private static final int MAX_SEEDS = 500;

    private static EmbeddedDynamoDb database;

    @BeforeAll
    static void prepare() {
        SimulatedShop.silenceServices();
        database = SimulatedShop.newDatabase();
    }

    @Test
    void shouldProduceTheSameLog_whenTheSeedIsTheSame() {
        for (long seed = 1; seed <= 10; seed++) {
            String first = new SimulatedShop(seed, database, PlantedDefect.NONE, true)
                    .run()
                    .log()
                    .text();
            String again = new SimulatedShop(seed, database, PlantedDefect.NONE, true)
                    .run()
                    .log()
                    .text();

            assertThat(again).as("seed %d", seed).isEqualTo(first);
        }
    }

    @Test
    void shouldProduceDifferentLogs_whenTheSeedsDiffer() {
        assertThat(LongStream.rangeClosed(1, 10)
                        .map(seed -> new SimulatedShop(seed, database, PlantedDefect.NONE, false)
                                .run()
                                .log()
                                .digest())
                        .distinct()
                        .count())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "NONE",
                "TREATS_A_CONFLICT_AS_REFUSAL",
                "VOIDS_WITHOUT_CONFIRMATION",
                "MAILS_WITHOUT_LEASE_EXTENSION"
            })
    void shouldFindTheDefect_whenOneIsPlanted(PlantedDefect defect) {
        find(defect);
    }

    /** Each of these defects needs several faults at the same time, so hundreds of seeds. */
    @EnabledIfSystemProperty(
            named = "stage5.simulation.seeds",
            matches = "\\d{4,}",
            disabledReason = "takes minutes: in the profile nightly")
    @ParameterizedTest
    @EnumSource(names = {"TREATS_A_CONFLICT_AS_REFUSAL", "VOIDS_WITHOUT_CONFIRMATION", "MAILS_WITHOUT_LEASE_EXTENSION"})
    void shouldFindTheDefect_whenItNeedsSeveralFaults(PlantedDefect defect) {
        find(defect);
    }

    private static void find(PlantedDefect defect) {
        long found = LongStream.rangeClosed(1, MAX_SEEDS)
                .filter(seed -> !new SimulatedShop(seed, database, defect, false)
                        .run()
                        .findings()
                        .isEmpty())
                .findFirst()
                .orElse(0);

        System.out.printf("%s is found by seed %d%n", defect, found);
        assertThat(found).isPositive();
    }
}
