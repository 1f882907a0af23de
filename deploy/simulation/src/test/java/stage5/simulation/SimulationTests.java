package stage5.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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

    /** Seeds that have found a defect. They are tried first, because a run takes long; the default is 1. */
    private static final Map<PlantedDefect, Long> LIKELY_SEEDS = Map.of(
            PlantedDefect.MAILS_WITHOUT_CLAIM, 2L,
            PlantedDefect.MARKS_BEFORE_PUBLISHING, 4L,
            PlantedDefect.CHARGES_WITHOUT_KEY, 13L,
            PlantedDefect.SETTLES_WITHOUT_VOID, 38L);

    private static EmbeddedDynamoDb database;

    /** The logs of the seeds 1 to 10. */
    private static List<SimulationLog> logs;

    @BeforeAll
    static void prepare() {
        SimulatedShop.silenceServices();
        database = SimulatedShop.sharedDatabase();
        logs = LongStream.rangeClosed(1, 10).mapToObj(SimulationTests::log).toList();
    }

    @Test
    void shouldProduceTheSameLog_whenTheSeedIsTheSame() {
        for (int seed = 1; seed <= logs.size(); seed++) {
            assertThat(log(seed).text())
                    .as("seed %d", seed)
                    .isNotEmpty()
                    .isEqualTo(logs.get(seed - 1).text());
        }
    }

    @Test
    void shouldProduceDifferentLogs_whenTheSeedsDiffer() {
        assertThat(logs).extracting(SimulationLog::digest).doesNotHaveDuplicates();
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

    private static SimulationLog log(long seed) {
        return new SimulatedShop(seed, database, PlantedDefect.NONE, true).run().log();
    }

    private static void find(PlantedDefect defect) {
        long found = LongStream.concat(
                        LongStream.of(LIKELY_SEEDS.getOrDefault(defect, 1L)), LongStream.rangeClosed(1, MAX_SEEDS))
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
