package stage5.local.sns;

import java.time.Duration;
import java.util.Optional;

/** How long SNS waits before it tries a failed delivery again. */
interface RetrySchedule {

    /** Returns the wait after so many failures in a row, at least 1, or nothing once SNS gives up. */
    Optional<Duration> waitAfter(int failures);

    /**
     * Returns SNS's own schedule for queues: 3 attempts without delay, 2 a second apart, 10 that back off from 1 s to
     * 20 s, and then every 20 s until 100,015 attempts have been made in 23 days.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html">Delivery retries</a>
     */
    static RetrySchedule ofSns() {
        return failures -> {
            if (failures >= 100_015) {
                return Optional.empty();
            }
            if (failures <= 3) {
                return Optional.of(Duration.ZERO);
            }
            if (failures <= 5) {
                return Optional.of(Duration.ofSeconds(1));
            }
            int step = Math.min(failures - 6, 9);
            return Optional.of(Duration.ofMillis(Math.round(1_000 * Math.pow(20, step / 9.0))));
        };
    }
}
