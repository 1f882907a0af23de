package stage5.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZipfDistributionTests {

    @Test
    void shouldDrawTheFirstRankTwiceAsOftenAsTheSecond_whenThereAreMany() {
        ZipfDistribution zipf = new ZipfDistribution(1000);
        SplittableRandom random = new SplittableRandom(1);
        int[] drawn = new int[1000];

        IntStream.range(0, 1_000_000).forEach(i -> drawn[zipf.draw(random)]++);

        assertThat((double) drawn[0] / drawn[1]).isEqualTo(2.0, within(0.05));
        assertThat((double) drawn[0] / drawn[9]).isEqualTo(10.0, within(0.5));
    }

    @Test
    void shouldDrawTheSame_whenTheSeedIsTheSame() {
        ZipfDistribution zipf = new ZipfDistribution(50);
        SplittableRandom one = new SplittableRandom(7);
        SplittableRandom other = new SplittableRandom(7);

        assertThat(IntStream.range(0, 100).map(i -> zipf.draw(one)))
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .map(i -> zipf.draw(other))
                        .boxed()
                        .toList());
    }
}
