package stage5.load.overload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Observes how long queues take to become empty. */
final class QueueDrain {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    /** A message between two queues is in none, so that queues count as empty only after several polls. */
    private static final int EMPTY_POLLS = 5;

    private final Queues queues;
    private final InstantSource clock;
    private final Pause pause;

    /** The observed queues. */
    interface Queues {
        boolean areEmpty() throws InterruptedException;
    }

    /** Waits. */
    interface Pause {
        void of(Duration span) throws InterruptedException;
    }

    QueueDrain(Queues queues) {
        this(queues, InstantSource.system(), Thread::sleep);
    }

    QueueDrain(Queues queues, InstantSource clock, Pause pause) {
        this.queues = queues;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Polls until the queues have been empty for half a second, and returns the time from now to the beginning of that half second.
     *
     * @param limit the most time
     * @return empty if the queues were not empty within the limit
     */
    Optional<Duration> await(Duration limit) throws InterruptedException {
        Instant begin = clock.instant();
        Instant emptySince = null;
        int polls = 0;
        while (polls < EMPTY_POLLS) {
            Instant now = clock.instant();
            boolean empty = queues.areEmpty();
            if (!empty) {
                polls = 0;
                emptySince = null;
                if (Duration.between(begin, now).compareTo(limit) >= 0) {
                    return Optional.empty();
                }
            } else {
                polls++;
                emptySince = emptySince == null ? now : emptySince;
            }
            pause.of(POLL_INTERVAL);
        }
        return Optional.of(Duration.between(begin, emptySince)).filter(span -> span.compareTo(limit) <= 0);
    }
}
