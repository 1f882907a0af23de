package stage5.user.password;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.faulttolerance.Bulkhead;

/**
 * Where passwords are hashed: off the event loop, and few at a time, for each hash takes 19 MiB of memory and a whole
 * core for its time. Who finds the queue full too is told to come back later instead of waiting in vain.
 */
@ApplicationScoped
public class HashingWorkers {

    private final Vertx vertx;

    HashingWorkers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Returns what the work returns; fails with {@code BulkheadException} where too much of it waits already. */
    @Bulkhead(value = 2, waitingTaskQueue = 48)
    public <T> Uni<T> run(Callable<T> work) {
        return UniHelper.toUni(vertx.executeBlocking(work, false));
    }
}
