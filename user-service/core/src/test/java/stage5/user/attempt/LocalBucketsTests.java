package stage5.user.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalBucketsTests {

    private static final int MOST = 100;

    private Instant now = Instant.EPOCH;
    private final LocalBuckets buckets = new LocalBuckets(MOST, () -> now);
    private final Bucket account = new Bucket("account", AttemptLimit.of("2 in PT1M"));
    private final Bucket address = new Bucket("address", AttemptLimit.of("3 in PT1M"));

    @Test
    void shouldReturnTheWait_whenTheBurstIsUsedUp() {
        take(2);

        assertThat(buckets.take(List.of(account))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldGrantAgain_whenTheWaitIsOver() {
        take(2);
        now = now.plus(buckets.take(List.of(account)));

        assertThat(buckets.take(List.of(account))).isZero();
        assertThat(buckets.take(List.of(account))).isPositive();
    }

    @Test
    void shouldTakeFromNone_whenOneBucketIsEmpty() {
        take(2);

        assertThat(buckets.take(List.of(address, account))).isPositive();
        IntStream.range(0, 3)
                .forEach(i -> assertThat(buckets.take(List.of(address))).isZero());
    }

    @Test
    void shouldGrantOnceMore_whenATokenIsGivenBack() {
        take(2);
        buckets.giveBack(account);

        assertThat(buckets.take(List.of(account))).isZero();
        assertThat(buckets.take(List.of(account))).isPositive();
    }

    @Test
    void shouldBoundMemory_whenEveryAttemptHasAnotherKey() {
        IntStream.range(0, 10 * MOST).forEach(i -> buckets.take(List.of(new Bucket("address/" + i, address.limit()))));

        assertThat(buckets.size()).isEqualTo(MOST);
    }

    private void take(int times) {
        IntStream.range(0, times)
                .forEach(i -> assertThat(buckets.take(List.of(account))).isZero());
    }
}
