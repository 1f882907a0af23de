package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.load.plan.LoadModel;

class ExperimentTests {

    private static final List<String> ARMS = List.of("jvm", "jvm-aot", "jvm-lambda");
    private static final Phase PHASE =
            new Phase(LoadModel.BROWSE, false, 20, Duration.ofSeconds(10), Duration.ofSeconds(20));

    @Test
    void shouldChangeTheOrderBetweenRounds_whenTheSeedIsTheSame() {
        Experiment experiment = experiment(5);

        List<List<String>> orders =
                IntStream.rangeClosed(1, 20).mapToObj(experiment::order).toList();

        assertThat(orders).allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(ARMS));
        assertThat(orders.stream().distinct()).hasSizeGreaterThan(3);
        assertThat(orders)
                .isEqualTo(IntStream.rangeClosed(1, 20)
                        .mapToObj(experiment(5)::order)
                        .toList());
    }

    @Test
    void shouldPutEachArmFirstEquallyOften_whenThereAreTwo() {
        Experiment experiment = new Experiment(List.of("jvm", "jvm#2"), 10, List.of(PHASE), 20, 5);

        List<String> first = IntStream.rangeClosed(1, 20)
                .mapToObj(round -> experiment.order(round).getFirst())
                .toList();

        assertThat(first.stream().filter("jvm"::equals)).hasSize(10);
        assertThat(IntStream.range(0, 10).mapToObj(pair -> first.get(2 * pair)).distinct())
                .hasSize(2);
    }

    @Test
    void shouldReturnAnotherSeed_whenTheRoundDiffers() {
        Experiment experiment = experiment(5);

        assertThat(IntStream.rangeClosed(1, 20).mapToLong(experiment::seed)).doesNotHaveDuplicates();
    }

    @Test
    void shouldReturnTheDurationOfTheLoad_whenEachPhaseWarmsUpOnce() {
        assertThat(experiment(5).loadDuration()).isEqualTo(Duration.ofSeconds((10 + 10 + 20) * 3 * 10));
    }

    @Test
    void shouldFail_whenThereIsOnlyOneArm() {
        assertThatThrownBy(() -> new Experiment(ARMS.subList(0, 1), 5, List.of(PHASE), 20, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Experiment experiment(long seed) {
        return new Experiment(ARMS, 10, List.of(PHASE), 20, seed);
    }
}
