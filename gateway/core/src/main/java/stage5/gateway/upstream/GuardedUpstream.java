package stage5.gateway.upstream;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import stage5.gateway.GatewayConfig.Breaker;
import stage5.gateway.GatewayConfig.Retry;
import stage5.gateway.GatewayConfig.UpstreamConfig;
import stage5.gateway.domain.Upstream;
import stage5.gateway.upstream.UpstreamOutage.BudgetExhausted;
import stage5.gateway.upstream.UpstreamOutage.CallRejected;
import stage5.gateway.upstream.UpstreamOutage.ServerError;

/**
 * Calls one service with a bulkhead, retries, a circuit breaker and time-outs, in this order from the outside in:
 *
 * <ol>
 *   <li>The bulkhead limits concurrent calls. It is outermost, so that a call holds one permit during all its attempts.
 *   <li>Retries repeat failed attempts of repeatable calls. They retry {@link UpstreamOutage}s only: not a rejection by
 *       the open breaker, which is mapped to an outage outside.
 *   <li>The breaker is inside the retries, so that it counts every attempt.
 *   <li>{@link UpstreamClient} limits an attempt by its time-out and by the caller's time budget.
 * </ol>
 *
 * <p>A 4xx response is no failure. Nor is a {@link BudgetExhausted} attempt, which ended earlier than the service's own
 * time-out: otherwise a few callers with short time budgets could open the breaker for all. SmallRye counts it as a
 * success, in a half-open breaker too. {@link UpstreamConfig} documents how the settings interact.
 */
final class GuardedUpstream {

    private static final TypeLiteral<Uni<UpstreamResponse>> RESPONSE = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final TypeLiteral<Uni<UpstreamStream>> STREAM = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final List<Class<? extends Throwable>> REJECTIONS =
            List.of(CircuitBreakerOpenException.class, BulkheadException.class);
    private static final int FIRST_SERVER_ERROR = 500;

    private final Upstream upstream;
    private final UpstreamClient client;
    private final Guard bulkhead;
    private final StreamLimiter streams;
    private final Guard retries;
    private final Guard breaker;

    GuardedUpstream(Upstream upstream, UpstreamConfig config, UpstreamClient client) {
        this.upstream = upstream;
        this.client = client;
        this.bulkhead = bulkhead(upstream.label() + "-calls", config.concurrency());
        this.streams = new StreamLimiter(config.streams());
        this.retries = retries(upstream.label() + "-retries", config.retry());
        this.breaker = breaker(upstream.label(), config.breaker());
    }

    /**
     * Completes with the service's response, if its status is below 500; fails with an {@link UpstreamOutage}
     * otherwise.
     *
     * @param reserve the part of the caller's time budget to leave unused
     */
    Uni<UpstreamResponse> send(UpstreamRequest request, Duration reserve) {
        Supplier<Uni<UpstreamResponse>> attempt = () -> breaker.get(() -> attempt(request, reserve), RESPONSE);
        Supplier<Uni<UpstreamResponse>> attempts =
                request.repeatable() ? () -> retries.get(attempt, RESPONSE) : attempt;
        return mapRejection(bulkhead.get(attempts, RESPONSE));
    }

    /**
     * Completes once {@code use} has consumed the service's stream; fails with an {@link UpstreamOutage}. Streams are
     * not retried, because the client may have received a part already.
     */
    Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return mapRejection(
                streams.run(() -> breaker.get(() -> begin(request), STREAM).chain(use::apply)));
    }

    /** Returns the number of open streams. */
    int openStreams() {
        return streams.inUse();
    }

    private Uni<UpstreamResponse> attempt(UpstreamRequest request, Duration reserve) {
        return client.send(request, reserve)
                .onItem()
                .transformToUni(response -> response.status() < FIRST_SERVER_ERROR
                        ? Uni.createFrom().item(response)
                        : Uni.createFrom().failure(new ServerError(upstream, response)));
    }

    private Uni<UpstreamStream> begin(UpstreamRequest request) {
        return client.open(request).onItem().transformToUni(stream -> {
            if (stream.status() < FIRST_SERVER_ERROR) {
                return Uni.createFrom().item(stream);
            }
            return stream.readAll().onItem().transformToUni(response -> Uni.createFrom()
                    .failure(new ServerError(upstream, response)));
        });
    }

    private <T> Uni<T> mapRejection(Uni<T> call) {
        return call.onFailure(failure -> REJECTIONS.contains(failure.getClass()))
                .transform(failure -> new CallRejected(upstream, failure));
    }

    static Guard bulkhead(String name, int limit) {
        return Guard.create()
                .withDescription(name)
                .withBulkhead()
                .limit(limit)
                // The smallest possible queue: queued calls would only add to the load of a service that is already
                // slow.
                .queueSize(1)
                .done()
                .build();
    }

    private static Guard retries(String name, Retry config) {
        return Guard.create()
                .withDescription(name)
                .withRetry()
                .maxRetries(config.times())
                .delay(config.delay().toMillis(), MILLIS)
                .jitter(config.jitter().toMillis(), MILLIS)
                .retryOn(UpstreamOutage.class)
                .abortOn(BudgetExhausted.class)
                .done()
                .build();
    }

    static Guard breaker(String name, Breaker config) {
        return Guard.create()
                .withDescription(name)
                .withCircuitBreaker()
                .name(name)
                .requestVolumeThreshold(config.window())
                .failureRatio(config.failureRatio())
                .delay(config.delay().toMillis(), MILLIS)
                .successThreshold(config.successes())
                .skipOn(BudgetExhausted.class)
                .done()
                .build();
    }
}
