package stage5.kit.lambda.events;

import com.amazonaws.services.lambda.runtime.Context;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs reactive work to its end within one invocation: what is still under way when a handler returns is frozen with
 * its environment, and may never go on (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">execution environment</a>).
 */
@ApplicationScoped
public class InvocationRunner {

    /** What is kept of the time that is left, to answer with. */
    private static final int ANSWERING_MILLIS = 500;

    /** The most that a function can have (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html">15 minutes</a>). */
    private static final int MOST_MILLIS = 15 * 60 * 1000;

    private final Vertx vertx;

    InvocationRunner(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Returns the outcome of the work; throws what the work fails with, and {@link IllegalStateException} shortly before
     * Lambda would end the invocation.
     */
    public <T> T run(Context invocation, Supplier<Uni<T>> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(ignored -> Uni.createFrom()
                .<T>deferred(work::get)
                .subscribe()
                .with(outcome::complete, outcome::completeExceptionally));
        try {
            return outcome.orTimeout(millisLeft(invocation), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TimeoutException
                    ? new IllegalStateException("The invocation's time is over", e.getCause())
                    : unchecked(e);
        }
    }

    /**
     * Returns how long the work may take. Who states no deadline, as the Runtime API's stand-in in tests, is taken by
     * Quarkus for one whose time was over in 1970: an int that has overflown, below nought in every other month.
     */
    private static int millisLeft(Context invocation) {
        int left = invocation.getRemainingTimeInMillis();
        return left <= 0 ? MOST_MILLIS : Math.max(1, left - ANSWERING_MILLIS);
    }

    private static RuntimeException unchecked(CompletionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : e;
    }
}
