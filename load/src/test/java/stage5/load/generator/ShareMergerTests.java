package stage5.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static stage5.load.generator.LoadResultFixtures.share;
import static stage5.load.generator.LoadResultFixtures.window;

import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.load.plan.LoadModel;
import stage5.load.plan.MachineShare;

class ShareMergerTests {

    private static final MachineShare FIRST = new MachineShare(1, 2);
    private static final MachineShare SECOND = new MachineShare(2, 2);

    @Test
    void shouldContainTheRequestsOfAllMachines_whenMerged() {
        LoadResult quick = share(LoadResultFixtures.browse(1000, 1000, 50, 1), FIRST, 10_000);
        LoadResult slow = share(LoadResultFixtures.browse(500, 500, 150, 1), SECOND, 10_300);

        LoadResult merged = ShareMerger.merge(List.of(slow, quick));

        assertThat(merged.answered()).isEqualTo(1500);
        assertThat(merged.planned()).isEqualTo(1500);
        assertThat(merged.latencies().percentile(50)).isEqualTo(50, within(0.1));
        assertThat(merged.latencies().percentile(99)).isEqualTo(150, within(0.2));
        assertThat(merged.peak()).isEqualTo(quick.peak() + slow.peak());
        assertThat(merged.share()).isEqualTo(MachineShare.WHOLE);
        assertThat(merged.saturation()).isEmpty();
    }

    @Test
    void shouldAddTheStepsOfAllMachines_whenMerged() {
        LoadResult one = LoadResultFixtures.withWindows(
                LoadModel.STEP, List.of(), List.of(window(0, 20, 100, 1), window(10, 40, 100, 2)));
        LoadResult other = LoadResultFixtures.withWindows(
                LoadModel.STEP, List.of(), List.of(window(0, 20, 99, 1), window(10, 40, 90, 1)));

        LoadResult merged = ShareMerger.merge(List.of(share(one, FIRST, 0), share(other, SECOND, 0)));

        assertThat(merged.steps()).extracting(LoadResult.Window::rate).containsExactly(40.0, 80.0);
        assertThat(merged.steps()).extracting(LoadResult.Window::withinSlo).containsExactly(199L, 190L);
        assertThat(merged.steps()).extracting(LoadResult.Window::lagP99).containsExactly(1.0, 2.0);
        assertThat(merged.throughputAtSlo()).isEqualTo(40);
    }

    @Test
    void shouldFail_whenAMachineIsMissing() {
        LoadResult first = share(LoadResultFixtures.browse(10, 10, 50, 1), FIRST, 0);

        assertThatThrownBy(() -> ShareMerger.merge(List.of(first)))
                .isInstanceOf(LoadException.class)
                .hasMessage("There were 2 machines, and these are the results of [1]");
    }

    @Test
    void shouldFail_whenRunsDiffer() {
        LoadResult browse = share(LoadResultFixtures.browse(10, 10, 50, 1), FIRST, 0);
        LoadResult checkout = share(LoadResultFixtures.checkout(60, 10, 10), SECOND, 0);

        assertThatThrownBy(() -> ShareMerger.merge(List.of(browse, checkout)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("shares of different runs");
    }

    @Test
    void shouldFail_whenTimeZerosDiffer() {
        LoadResult first = share(LoadResultFixtures.browse(10, 10, 50, 1), FIRST, 0);
        LoadResult second = share(LoadResultFixtures.browse(10, 10, 50, 1), SECOND, 1001);

        assertThatThrownBy(() -> ShareMerger.merge(List.of(first, second)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("--zero-at");
    }
}
