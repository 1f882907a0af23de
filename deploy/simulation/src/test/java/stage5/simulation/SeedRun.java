package stage5.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs the simulation with many seeds: crashes between any two steps, duplicates, lost and reordered messages. With
 * {@code -Dstage5.simulation.seed=N} it runs one seed and prints its log. Mutiny's scheduler is global, so each JVM runs
 * one simulation at a time. The seeds are divided into two classes, which the profile {@code nightly} runs in two JVMs.
 */
abstract class SeedRun {

    private static final int CLASSES = 2;

    private static EmbeddedDynamoDb database;

    private final long first;

    /** @param first this class's first seed */
    SeedRun(long first) {
        this.first = first;
    }

    @BeforeAll
    static void prepare() {
        SimulatedShop.silenceServices();
        database = SimulatedShop.sharedDatabase();
    }

    @Test
    void shouldKeepAllInvariants_whenFaultsOccur() {
        Long one = Long.getLong("stage5.simulation.seed");
        if (one == null) {
            runAll(Long.getLong("stage5.simulation.seeds", 500));
        } else {
            assumeTrue((one - first) % CLASSES == 0, "the other class runs this seed");
            runOne(one);
        }
    }

    private void runAll(long last) {
        long begin = System.nanoTime();
        long steps = 0;
        int seeds = 0;
        List<String> failures = new ArrayList<>();
        for (long seed = first; seed <= last; seed += CLASSES) {
            SimulatedShop.Result result = new SimulatedShop(seed, database, PlantedDefect.NONE, false).run();
            seeds++;
            steps += result.log().steps();
            if (!result.findings().isEmpty()) {
                failures.add("seed " + seed + ": " + result.findings());
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%d seeds from %d to %d: %,d steps in %.0f s, %.1f seeds/s%n",
                seeds, first, last, steps, seconds, seeds / seconds);
        assertThat(failures).isEmpty();
    }

    private static void runOne(long seed) {
        SimulatedShop.Result result = new SimulatedShop(seed, database, PlantedDefect.NONE, true).run();
        System.out.println(result.log().text());
        assertThat(result.findings()).as("seed %d", seed).isEmpty();
    }
}
