package stage5.kit.events.outbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Runs an action after some time. Tests replace it to control time. */
@FunctionalInterface
interface Timer {

    /** Mutiny's timer. An action without delay runs immediately, on the caller's thread. */
    Timer SYSTEM = (time, action) -> {
        if (time.isZero() || time.isNegative()) {
            action.run();
        } else {
            Uni.createFrom().voidItem().onItem().delayIt().by(time).subscribe().with(passed -> action.run());
        }
    };

    void after(Duration time, Runnable action);
}
