package stage5.load.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTests {

    private final Bootstrap bootstrap = new Bootstrap(1);

    @Test
    void shouldReturnTheMiddleValue_whenTheNumberOfValuesIsOdd() {
        assertThat(bootstrap.median(9, 1, 4).median()).isEqualTo(4);
    }

    @Test
    void shouldReturnTheMeanOfTheMiddleValues_whenTheNumberOfValuesIsEven() {
        assertThat(bootstrap.median(9, 1, 4, 5).median()).isEqualTo(4.5);
    }

    @Test
    void shouldReturnAnEmptyInterval_whenAllValuesAreEqual() {
        assertThat(bootstrap.median(7, 7, 7, 7, 7)).isEqualTo(new Interval(5, 7, 7, 7));
    }

    @Test
    void shouldReturnTheSameInterval_whenTheSeedIsTheSame() {
        double[] values = noise(10, 1);

        assertThat(new Bootstrap(3).median(values)).isEqualTo(new Bootstrap(3).median(values));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 25})
    void shouldReturnTheQuantilesOfSortedResamples_whenValuesRepeat(int count) {
        double[] values = Arrays.stream(noise(count, 2)).map(Math::rint).toArray();
        SplittableRandom random = new SplittableRandom(1);
        double[] medians = IntStream.range(0, Bootstrap.RESAMPLES)
                .mapToDouble(resample -> Bootstrap.medianOf(IntStream.range(0, count)
                        .mapToDouble(i -> values[random.nextInt(count)])
                        .toArray()))
                .sorted()
                .toArray();

        Interval interval = bootstrap.median(values);

        assertThat(interval.low()).isEqualTo(medians[(int) Math.round(0.025 * (medians.length - 1))]);
        assertThat(interval.high()).isEqualTo(medians[(int) Math.round(0.975 * (medians.length - 1))]);
    }

    /** The distribution is symmetric around 0, so the true median is 0. */
    @Test
    void shouldContainTheTrueMedianInNineteenOfTwentyIntervals_whenValuesAreNormallyDistributed() {
        long containing = IntStream.range(0, 400)
                .filter(i -> !new Bootstrap(i).median(noise(10, 1000 + i)).excludesZero())
                .count();

        assertThat(containing).isBetween(370L, 396L);
    }

    @Test
    void shouldFail_whenThereAreNoValues() {
        assertThatThrownBy(bootstrap::median).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] noise(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
    }
}
