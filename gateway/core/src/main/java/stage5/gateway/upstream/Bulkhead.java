package stage5.gateway.upstream;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/**
 * Limits the calls or streams that run at once. Unlike the bulkhead of SmallRye Fault Tolerance it has no queue: queued calls
 * would only add to the load of a service that is already slow, and streams can stay open long.
 */
final class Bulkhead {

    private final String calls;
    private final int limit;
    private final AtomicInteger inUse = new AtomicInteger();

    /** @param calls what is limited, for messages */
    Bulkhead(String calls, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit must be 1 or more, not " + limit);
        }
        this.calls = calls;
        this.limit = limit;
    }

    /** Runs a call and completes or fails as it does; fails with {@link BulkheadException} if the limit is reached. */
    <T> Uni<T> run(Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            if (inUse.incrementAndGet() > limit) {
                inUse.decrementAndGet();
                return Uni.createFrom().failure(new BulkheadException(limit + " " + calls + " are running"));
            }
            return Uni.createFrom()
                    .<T>deferred(() -> call.get())
                    .onTermination()
                    .invoke(inUse::decrementAndGet);
        });
    }

    /** Returns the number of calls that run. */
    int inUse() {
        return inUse.get();
    }
}
