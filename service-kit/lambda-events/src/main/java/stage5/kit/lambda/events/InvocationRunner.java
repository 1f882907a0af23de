package stage5.kit.lambda.events;

import com.amazonaws.services.lambda.runtime.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs reactive work to its end within one invocation. Work still in flight when a handler returns is frozen with its
 * environment and may never continue (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">execution environment</a>).
 */
@ApplicationScoped
public class InvocationRunner {

    /** Reserved for the response, at the end of the invocation's time. */
    private static final int RESPONSE_MILLIS = 500;

    /** The most time that a cancellation takes of it, if the event loop is blocked. */
    private static final int CANCEL_MILLIS = 100;

    /** Lambda's maximum time-out (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html">15 minutes</a>). */
    private static final int MAX_MILLIS = 15 * 60 * 1000;

    private final Vertx vertx;

    InvocationRunner(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Blocks until the work is done and returns its result. The work runs in the caller's trace. Throws the exception that
     * the work fails with. Shortly before Lambda would end the invocation it cancels the work and throws {@link
     * IllegalStateException}.
     */
    public <T> T run(Context invocation, Supplier<Uni<T>> work) {
        return run(invocation, work, () -> {
            throw new IllegalStateException("The invocation has no time left");
        });
    }

    /**
     * Does the same, but returns another result if the time is over.
     *
     * @param whenTimeIsOver returns the result; called after the work was cancelled
     */
    public <T> T run(Context invocation, Supplier<Uni<T>> work, Supplier<T> whenTimeIsOver) {
        Run<T> run = new Run<>(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()), work);
        run.start();
        try {
            return run.result.get(remainingMillis(invocation), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            run.cancel();
            return whenTimeIsOver.get();
        } catch (ExecutionException e) {
            throw unchecked(e);
        } catch (InterruptedException e) {
            run.cancel();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The invocation was interrupted", e);
        }
    }

    /**
     * Returns how long the work may take. Quarkus' mock of the Runtime API sends no deadline; then Quarkus computes the
     * remaining time from 1970 and overflows. Treats values of 0 or less as no deadline.
     */
    private static int remainingMillis(Context invocation) {
        int remaining = invocation.getRemainingTimeInMillis();
        return remaining <= 0 ? MAX_MILLIS : Math.max(1, remaining - RESPONSE_MILLIS);
    }

    private static RuntimeException unchecked(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
    }

    /**
     * Work that can be cancelled, so that it does not go on when the environment thaws for another invocation: its
     * messages may be in work elsewhere by then.
     */
    private static final class Run<T> {

        private final io.vertx.core.Context context;
        private final io.opentelemetry.context.Context trace = io.opentelemetry.context.Context.current();
        private final Supplier<Uni<T>> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private volatile boolean cancelled;
        private Cancellable subscription; // only used on the context

        Run(io.vertx.core.Context context, Supplier<Uni<T>> work) {
            this.context = context;
            this.work = work;
        }

        void start() {
            context.runOnContext(ignored -> {
                if (!cancelled) {
                    // Quarkus stores the trace in this Vert.x context, not in the thread. So the thread that completes
                    // the work may close the scope, whichever that is.
                    Scope scope = trace.makeCurrent();
                    subscription = Uni.createFrom()
                            .<T>deferred(work::get)
                            .onTermination()
                            .invoke(scope::close)
                            .subscribe()
                            .with(result::complete, result::completeExceptionally);
                }
            });
        }

        /**
         * Returns once the work is cancelled. Cancels it on its own context: on this thread, traces of the work would be
         * left as the current ones.
         */
        void cancel() {
            cancelled = true;
            CompletableFuture<Void> done = new CompletableFuture<>();
            context.runOnContext(ignored -> {
                if (subscription != null) {
                    subscription.cancel();
                }
                done.complete(null);
            });
            done.completeOnTimeout(null, CANCEL_MILLIS, TimeUnit.MILLISECONDS).join();
        }
    }
}
