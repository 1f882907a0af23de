package stage5.user.password;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import stage5.kit.web.vertx.VertxContexts;
import stage5.user.UserConfig;

/**
 * Runs password hashing on worker threads, off the event loop. Hashing is bound by the CPU, so its limit is fixed: more
 * hashes at once than cores finish no earlier and take 19 MiB of memory each. The queue is bounded by the time that a
 * client waits. If it is full, the call fails at once and the client gets a 503.
 */
@ApplicationScoped
public class HashingWorkers {

    private final Vertx vertx;
    private final Guard bulkhead;

    @Inject
    HashingWorkers(Vertx vertx, UserConfig config) {
        this(vertx, concurrency(config.password()), config.password().queue());
    }

    HashingWorkers(Vertx vertx, int concurrency, int queue) {
        this.vertx = vertx;
        this.bulkhead = Guard.create()
                .withDescription("password hashing")
                .withBulkhead()
                .limit(concurrency)
                .queueSize(queue)
                .done()
                .build();
    }

    /** Completes with the result of the work; fails with {@code BulkheadException} if too many calls wait already. */
    public <T> Uni<T> run(Callable<T> work) {
        // A call that has waited starts on the thread of the call before it.
        return VertxContexts.emitOnCurrent(
                bulkhead.get(() -> UniHelper.toUni(vertx.executeBlocking(work, false)), new TypeLiteral<Uni<T>>() {
                    private static final long serialVersionUID = 1L;
                }));
    }

    private static int concurrency(UserConfig.Password config) {
        return config.concurrency().orElse(Runtime.getRuntime().availableProcessors());
    }
}
