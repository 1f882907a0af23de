package stage5.gateway.upstream;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/** A limit on the streams that are open at once. Unlike a bulkhead for calls it has no queue: a stream may last. */
final class StreamPlaces {

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();

    StreamPlaces(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("There must be a place for one stream, not for " + limit);
        }
        this.limit = limit;
    }

    /** Returns when the stream is over; fails with {@link BulkheadException} where there is no place for it. */
    Uni<Void> hold(Supplier<Uni<Void>> stream) {
        return Uni.createFrom().deferred(() -> {
            if (taken.incrementAndGet() > limit) {
                taken.decrementAndGet();
                return Uni.createFrom().failure(new BulkheadException(limit + " streams are open"));
            }
            return stream.get().onTermination().invoke(taken::decrementAndGet);
        });
    }

    /** Returns how many streams are open. */
    int taken() {
        return taken.get();
    }
}
