package stage5.user.password;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.faulttolerance.Bulkhead;

/**
 * Runs password hashing on worker threads, off the event loop. A bulkhead limits the concurrency, because each hash
 * takes 19 MiB of memory and one core. If its queue is full too, the call fails at once and the client gets a 503.
 */
@ApplicationScoped
public class HashingWorkers {

    private final Vertx vertx;

    HashingWorkers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completes with the result of the work; fails with {@code BulkheadException} if too many calls wait already. */
    @Bulkhead(value = 2, waitingTaskQueue = 48)
    public <T> Uni<T> run(Callable<T> work) {
        return UniHelper.toUni(vertx.executeBlocking(work, false));
    }
}
