package stage5.gateway.upstream;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/**
 * Limits the number of open streams. Unlike the bulkhead of calls it has no queue, because streams can stay open long.
 */
final class StreamLimiter {

    private final int limit;
    private final AtomicInteger inUse = new AtomicInteger();

    StreamLimiter(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit must be 1 or more, not " + limit);
        }
        this.limit = limit;
    }

    /** Runs a stream; completes once it has ended, fails with {@link BulkheadException} if the limit is reached. */
    Uni<Void> run(Supplier<Uni<Void>> stream) {
        return Uni.createFrom().deferred(() -> {
            if (inUse.incrementAndGet() > limit) {
                inUse.decrementAndGet();
                return Uni.createFrom().failure(new BulkheadException(limit + " streams are open"));
            }
            return stream.get().onTermination().invoke(inUse::decrementAndGet);
        });
    }

    /** Returns the number of open streams. */
    int inUse() {
        return inUse.get();
    }
}
