package stage5.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole under many seeds: crashes between any two steps, duplicates, messages that overtake each other or get lost and
 * come again. A seed that fails is told step by step by {@code -Dstage5.simulation.seed=N}.
 */
class SimulationTests {

    /** What each planted fault has to be found within. */
    private static final int SEEDS_FOR_A_FAULT = 500;

    private static final Logger SERVICES = Logger.getLogger("stage5");
    private static Database database;

    @BeforeAll
    static void beQuiet() {
        SERVICES.setLevel(Level.OFF); // what the services warn of is what the simulation is made of
        database = Shop.newDatabase();
    }

    @Test
    void shouldKeepItsPromises_whateverHappens() {
        Long one = Long.getLong("stage5.simulation.seed");
        if (one != null) {
            Shop.Outcome outcome = new Shop(one, database, Sabotage.NONE, true).run();
            System.out.println(outcome.story().text());
            assertThat(outcome.offenders()).as("seed %d", one).isEmpty();
            return;
        }
        long seeds = Long.getLong("stage5.simulation.seeds", 500);
        long begin = System.nanoTime();
        long steps = 0;
        List<String> broken = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Shop.Outcome outcome = new Shop(seed, database, Sabotage.NONE, false).run();
            steps += outcome.story().steps();
            if (!outcome.offenders().isEmpty()) {
                broken.add("seed " + seed + ": " + outcome.offenders());
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("seeds 1 to %d: %,d steps in %.0f s, %.1f seeds/s%n", seeds, steps, seconds, seeds / seconds);
        assertThat(broken).isEmpty();
    }

    @Test
    void shouldTellTheSameStory_whenTheSeedIsTheSame() {
        for (long seed = 1; seed <= 10; seed++) {
            String first =
                    new Shop(seed, database, Sabotage.NONE, true).run().story().text();
            String again =
                    new Shop(seed, database, Sabotage.NONE, true).run().story().text();

            assertThat(again).as("seed %d", seed).isEqualTo(first);
        }
    }

    @Test
    void shouldTellDifferentStories_whenTheSeedsDiffer() {
        assertThat(LongStream.rangeClosed(1, 10)
                        .map(seed -> new Shop(seed, database, Sabotage.NONE, false)
                                .run()
                                .story()
                                .digest())
                        .distinct()
                        .count())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldFindAFault_whenItIsPlanted(Sabotage fault) {
        long found = LongStream.rangeClosed(1, SEEDS_FOR_A_FAULT)
                .filter(seed -> !new Shop(seed, database, fault, false)
                        .run()
                        .offenders()
                        .isEmpty())
                .findFirst()
                .orElse(0);

        System.out.printf("%s is found by seed %d%n", fault, found);
        assertThat(found).isPositive();
    }
}
