package stage5.kit.web.resilience;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Delays reactive work without blocking a thread, for example between two polls. */
public final class Delay {

    private Delay() {}

    /**
     * Completes once the given time has passed since subscription, on the subscriber's Vert.x context if there is one.
     */
    public static Uni<Void> of(Duration time) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            Uni<Void> delayed = Uni.createFrom().voidItem().onItem().delayIt().by(time);
            return context == null ? delayed : delayed.emitOn(MutinyHelper.executor(context));
        });
    }
}
