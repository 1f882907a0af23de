package stage5.local.sns;

import java.time.Duration;
import java.util.Optional;

/** The back-off between SNS's attempts to deliver a message. */
interface RetrySchedule {

    /** Returns the back-off after this number of consecutive failures, at least 1; empty once SNS gives up. */
    Optional<Duration> waitAfter(int failures);

    /**
     * Returns SNS's schedule for queues: 3 retries without delay, 2 after one second each, 10 with a back-off from 1 s
     * to 20 s, then every 20 s until 100,015 attempts were made within 23 days.
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
