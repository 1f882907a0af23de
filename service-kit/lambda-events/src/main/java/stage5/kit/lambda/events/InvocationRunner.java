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
 * Runs reactive work to its end within one invocation. Work still in flight when a handler returns is frozen with its
 * environment and may never continue (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">execution environment</a>).
 */
@ApplicationScoped
public class InvocationRunner {

    /** Reserved for the response, at the end of the invocation's time. */
    private static final int RESPONSE_MILLIS = 500;

    /** Lambda's maximum time-out (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html">15 minutes</a>). */
    private static final int MAX_MILLIS = 15 * 60 * 1000;

    private final Vertx vertx;

    InvocationRunner(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Blocks until the work is done and returns its result. Throws the exception that the work fails with, and {@link
     * IllegalStateException} shortly before Lambda would end the invocation.
     */
    public <T> T run(Context invocation, Supplier<Uni<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(ignored -> Uni.createFrom()
                .<T>deferred(work::get)
                .subscribe()
                .with(result::complete, result::completeExceptionally));
        try {
            return result.orTimeout(remainingMillis(invocation), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TimeoutException
                    ? new IllegalStateException("The invocation has no time left", e.getCause())
                    : unchecked(e);
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

    private static RuntimeException unchecked(CompletionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : e;
    }
}
