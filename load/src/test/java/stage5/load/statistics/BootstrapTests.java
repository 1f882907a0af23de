package stage5.load.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTests {

    private final Bootstrap bootstrap = new Bootstrap(1);

    @Test
    void shouldTakeTheMiddle_whenTheNumberOfValuesIsOdd() {
        assertThat(bootstrap.median(9, 1, 4).median()).isEqualTo(4);
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddle_whenTheNumberOfValuesIsEven() {
        assertThat(bootstrap.median(9, 1, 4, 5).median()).isEqualTo(4.5);
    }

    @Test
    void shouldBeSure_whenAllValuesAreTheSame() {
        assertThat(bootstrap.median(7, 7, 7, 7, 7)).isEqualTo(new Interval(5, 7, 7, 7));
    }

    @Test
    void shouldGiveTheSameInterval_whenTheSeedIsTheSame() {
        double[] values = noise(10, 1);

        assertThat(new Bootstrap(3).median(values)).isEqualTo(new Bootstrap(3).median(values));
    }

    /** The mean is 0, the distribution is symmetric: the true median is 0. The interval must hold it 19 times in 20. */
    @Test
    void shouldHoldTheTrueMedianNineteenTimesInTwenty() {
        long held = IntStream.range(0, 400)
                .filter(i -> !new Bootstrap(i).median(noise(10, 1000 + i)).excludesZero())
                .count();

        assertThat(held).isBetween(370L, 396L);
    }

    @Test
    void shouldRefuse_whenThereIsNothing() {
        assertThatThrownBy(bootstrap::median).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] noise(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
    }
}
