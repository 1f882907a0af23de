package stage5.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The whole under many seeds: crashes between any two steps, duplicates, messages that overtake each other or get lost and
 * come again. A seed that fails is told step by step by {@code -Dstage5.simulation.seed=N}. Each JVM has one simulated
 * time, so two of them share the seeds.
 */
abstract class Seeds {

    private static final int JVMS = 2;

    private static Database database;

    private final long first;

    /** @param first the seed that this JVM begins with */
    Seeds(long first) {
        this.first = first;
    }

    @BeforeAll
    static void prepare() {
        Shop.silenceServices();
        database = Shop.newDatabase();
    }

    @Test
    void shouldKeepItsPromises_whateverHappens() {
        Long one = Long.getLong("stage5.simulation.seed");
        if (one == null) {
            all(Long.getLong("stage5.simulation.seeds", 500));
        } else {
            assumeTrue((one - first) % JVMS == 0, "the other JVM tells this seed");
            tell(one);
        }
    }

    private void all(long last) {
        long begin = System.nanoTime();
        long steps = 0;
        int seeds = 0;
        List<String> broken = new ArrayList<>();
        for (long seed = first; seed <= last; seed += JVMS) {
            Shop.Outcome outcome = new Shop(seed, database, Sabotage.NONE, false).run();
            seeds++;
            steps += outcome.story().steps();
            if (!outcome.offenders().isEmpty()) {
                broken.add("seed " + seed + ": " + outcome.offenders());
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%d seeds from %d to %d: %,d steps in %.0f s, %.1f seeds/s%n",
                seeds, first, last, steps, seconds, seeds / seconds);
        assertThat(broken).isEmpty();
    }

    private static void tell(long seed) {
        Shop.Outcome outcome = new Shop(seed, database, Sabotage.NONE, true).run();
        System.out.println(outcome.story().text());
        assertThat(outcome.offenders()).as("seed %d", seed).isEmpty();
    }
}
