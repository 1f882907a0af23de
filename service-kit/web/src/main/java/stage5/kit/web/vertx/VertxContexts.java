package stage5.kit.web.vertx;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps reactive work on its Vert.x context. Trace and time budget live in that context; they are lost where an SDK
 * thread or a timer thread continues the work. Outside a Vert.x context all methods leave the work as it is.
 */
public final class VertxContexts {

    private VertxContexts() {}

    /**
     * Starts a call on each subscription. Completes with the call's result on the Vert.x context of the subscriber, and
     * not on the thread that completes the stage.
     */
    public static <T> Uni<T> fromStage(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom().deferred(() -> emitOnCurrent(Uni.createFrom().completionStage(call)));
    }

    /**
     * Subscribes to the work on the Vert.x context in which this method is called. Mutiny resubscribes on a timer
     * thread when it retries after a back-off; without this, a retry would run outside trace and time budget.
     */
    public static <T> Uni<T> subscribeOnCurrent(Uni<T> work) {
        Context context = Vertx.currentContext();
        return context == null ? work : work.runSubscriptionOn(MutinyHelper.executor(context));
    }

    /**
     * Completes as the work does, on the Vert.x context in which this method is called. A time-out fires on a timer
     * thread, which has no trace.
     */
    public static <T> Uni<T> emitOnCurrent(Uni<T> work) {
        Context context = Vertx.currentContext();
        return context == null ? work : work.emitOn(MutinyHelper.executor(context));
    }
}
