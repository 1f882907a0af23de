package stage5.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static stage5.load.generator.LoadResults.share;
import static stage5.load.generator.LoadResults.window;

import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.load.plan.Model;
import stage5.load.plan.Share;

class SharesTests {

    private static final Share FIRST = new Share(1, 2);
    private static final Share SECOND = new Share(2, 2);

    @Test
    void shouldSeeAllMachinesRequests_whenMerged() {
        LoadResult quick = share(LoadResults.browse(1000, 1000, 50, 1), FIRST, 10_000);
        LoadResult slow = share(LoadResults.browse(500, 500, 150, 1), SECOND, 10_300);

        LoadResult merged = Shares.merge(List.of(slow, quick));

        assertThat(merged.answered()).isEqualTo(1500);
        assertThat(merged.planned()).isEqualTo(1500);
        assertThat(merged.latencies().percentile(50)).isEqualTo(50, within(0.1));
        assertThat(merged.latencies().percentile(99)).isEqualTo(150, within(0.2));
        assertThat(merged.peak()).isEqualTo(quick.peak() + slow.peak());
        assertThat(merged.share()).isEqualTo(Share.WHOLE);
        assertThat(merged.saturation()).isEmpty();
    }

    @Test
    void shouldAddStepsUp_whenMerged() {
        LoadResult one =
                LoadResults.seen(Model.STEP, List.of(), List.of(window(0, 20, 100, 1), window(10, 40, 100, 2)));
        LoadResult other =
                LoadResults.seen(Model.STEP, List.of(), List.of(window(0, 20, 99, 1), window(10, 40, 90, 1)));

        LoadResult merged = Shares.merge(List.of(share(one, FIRST, 0), share(other, SECOND, 0)));

        assertThat(merged.steps()).extracting(LoadResult.Window::rate).containsExactly(40.0, 80.0);
        assertThat(merged.steps()).extracting(LoadResult.Window::withinSlo).containsExactly(199L, 190L);
        assertThat(merged.steps()).extracting(LoadResult.Window::lagP99).containsExactly(1.0, 2.0);
        assertThat(merged.throughputAtSlo()).isEqualTo(40);
    }

    @Test
    void shouldRefuse_whenAMachineIsMissing() {
        LoadResult first = share(LoadResults.browse(10, 10, 50, 1), FIRST, 0);

        assertThatThrownBy(() -> Shares.merge(List.of(first)))
                .isInstanceOf(LoadException.class)
                .hasMessage("There were 2 machines, and these are the results of [1]");
    }

    @Test
    void shouldRefuse_whenRunsDiffer() {
        LoadResult browse = share(LoadResults.browse(10, 10, 50, 1), FIRST, 0);
        LoadResult checkout = share(LoadResults.checkout(60, 10, 10), SECOND, 0);

        assertThatThrownBy(() -> Shares.merge(List.of(browse, checkout)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("shares of different runs");
    }

    @Test
    void shouldRefuse_whenMachinesBeganApart() {
        LoadResult first = share(LoadResults.browse(10, 10, 50, 1), FIRST, 0);
        LoadResult second = share(LoadResults.browse(10, 10, 50, 1), SECOND, 1001);

        assertThatThrownBy(() -> Shares.merge(List.of(first, second)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("--zero-at");
    }
}
