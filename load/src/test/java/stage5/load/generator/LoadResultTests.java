package stage5.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static stage5.load.generator.LoadResultFixtures.window;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.plan.LoadModel;
import stage5.load.plan.RequestKind;

class LoadResultTests {

    @TempDir
    private Path folder;

    @Test
    void shouldReadAnEqualResult_whenItWasWritten() {
        LoadResult result = LoadResultFixtures.checkout(60, 500, 400);

        result.write(folder);
        LoadResult read = LoadResult.read(folder);

        assertThat(read.latencies().buckets()).isEqualTo(result.latencies().buckets());
        assertThat(read.of(RequestKind.SETTLED).orElseThrow().latencies().count())
                .isEqualTo(400);
        assertThat(read.length()).isEqualTo(60);
    }

    @Test
    void shouldIgnorePolls_whenRequestsAreCounted() {
        LoadResult result = LoadResultFixtures.checkout(60, 500, 400);

        assertThat(result.answered()).isEqualTo(500);
        assertThat(result.latencies().percentile(99)).isEqualTo(40, within(0.1));
        assertThat(result.errorShare()).isZero();
    }

    @Test
    void shouldBeInvalid_whenRequestsAreSentLate() {
        assertThat(LoadResultFixtures.browse(1000, 1000, 50, 25).saturation())
                .singleElement()
                .asString()
                .contains("late");
        assertThat(LoadResultFixtures.browse(1000, 1000, 50, 15).saturation()).isEmpty();
    }

    @Test
    void shouldBeValid_whenLatencyIsTenTimesTheLag() {
        assertThat(LoadResultFixtures.browse(1000, 1000, 2000, 150).saturation())
                .isEmpty();
        assertThat(LoadResultFixtures.browse(1000, 1000, 2000, 250).saturation())
                .isNotEmpty();
    }

    @Test
    void shouldBeInvalid_whenPlannedRequestsAreNeverSent() {
        assertThat(LoadResultFixtures.browse(900, 1000, 50, 1).saturation())
                .singleElement()
                .asString()
                .contains("100 were never sent");
    }

    @Test
    void shouldReturnTheRateBeforeTheFirstBrokenStep_whenAStepBreaks() {
        LoadResult result = LoadResultFixtures.withWindows(
                LoadModel.STEP,
                List.of(),
                List.of(window(0, 20, 100, 1), window(10, 40, 99, 1), window(20, 60, 98, 90), window(30, 80, 100, 1)));

        assertThat(result.throughputAtSlo()).isEqualTo(40);
        assertThat(result.saturation()).isEmpty();
    }

    @Test
    void shouldBeInvalid_whenTheGeneratorIsLateInAHeldStep() {
        LoadResult result = LoadResultFixtures.withWindows(
                LoadModel.STEP, List.of(), List.of(window(0, 20, 100, 1), window(10, 40, 100, 30)));

        assertThat(result.saturation()).isNotEmpty();
    }

    /** The fixture lasts 60 s, so that its storm begins after 16 s. */
    @Test
    void shouldIgnoreTheLagOfTheStorm_whenTheModelIsStorm() {
        assertThat(LoadResultFixtures.withWindows(
                                LoadModel.STORM, List.of(), List.of(window(0, 10, 100, 1), window(10, 40, 100, 900)))
                        .saturation())
                .isEmpty();
        assertThat(LoadResultFixtures.withWindows(
                                LoadModel.STORM, List.of(), List.of(window(0, 10, 100, 30), window(10, 40, 100, 1)))
                        .saturation())
                .isNotEmpty();
    }

    @Test
    void shouldBeSettled_whenTheSloHoldsForFiveSecondsTogether() {
        List<LoadResult.Window> seconds = List.of(
                window(0, 10, 0, 1),
                window(1, 10, 50, 1),
                window(2, 10, 100, 1),
                window(3, 10, 90, 1),
                window(4, 10, 100, 1),
                window(5, 10, 98, 1),
                window(6, 10, 100, 1),
                window(7, 10, 99, 1),
                window(8, 10, 100, 1));

        assertThat(LoadResultFixtures.withWindows(LoadModel.FLASH, seconds, List.of())
                        .settledAfter())
                .contains(4L);
        assertThat(LoadResultFixtures.withWindows(LoadModel.FLASH, seconds.subList(0, 8), List.of())
                        .settledAfter())
                .isEmpty();
    }
}
