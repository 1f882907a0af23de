package stage5.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What makes the simulation worth believing: a seed tells one story, and a planted fault is found. */
class SimulationTests {

    /** What each planted fault has to be found within. */
    private static final int SEEDS_FOR_A_FAULT = 500;

    private static Database database;

    @BeforeAll
    static void prepare() {
        Shop.silenceServices();
        database = Shop.newDatabase();
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
