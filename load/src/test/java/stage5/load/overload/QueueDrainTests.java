package stage5.load.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class QueueDrainTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Instant begin = Instant.EPOCH;
    private Instant now = begin;

    @Test
    void shouldReturnWhenTheyBecameEmpty_whenTheyStayEmpty() throws InterruptedException {
        assertThat(drain(millis -> millis >= 3_000)).contains(Duration.ofSeconds(3));
    }

    @Test
    void shouldReturnZero_whenTheyAreEmptyFromTheBeginning() throws InterruptedException {
        assertThat(drain(millis -> true)).contains(Duration.ZERO);
    }

    /** A message on its way from one queue to the next is in no queue. */
    @Test
    void shouldWaitOn_whenTheyAreEmptyForAMomentOnly() throws InterruptedException {
        assertThat(drain(millis -> millis == 1_000 || millis >= 4_000)).contains(Duration.ofSeconds(4));
    }

    @Test
    void shouldReturnNothing_whenTheyAreNotEmptyWithinTheLimit() throws InterruptedException {
        assertThat(drain(millis -> millis > 10_000)).isEmpty();
        assertThat(Duration.between(begin, now)).isLessThan(Duration.ofSeconds(11));
    }

    private Optional<Duration> drain(Predicate<Long> emptyAt) throws InterruptedException {
        QueueDrain drain = new QueueDrain(
                () -> emptyAt.test(Duration.between(begin, now).toMillis()), () -> now, span -> now = now.plus(span));
        return drain.await(LIMIT);
    }
}
