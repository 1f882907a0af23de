package stage5.gateway.upstream;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import stage5.gateway.GatewayConfig.Retry;
import stage5.gateway.GatewayConfig.UpstreamConfig;
import stage5.gateway.domain.Upstream;
import stage5.gateway.upstream.UpstreamOutage.BudgetExhausted;
import stage5.gateway.upstream.UpstreamOutage.CallRejected;
import stage5.gateway.upstream.UpstreamOutage.Shed;
import stage5.kit.web.resilience.Retries;
import stage5.kit.web.resilience.RetryBudget;

/**
 * Calls one service with a bulkhead, retries, a circuit breaker and time-outs, in this order from the outside in:
 *
 * <ol>
 *   <li>The bulkhead limits concurrent calls. It is outermost, so that a call holds one permit during all its attempts.
 *   <li>Retries repeat failed attempts of repeatable calls, within the retry budget of the service. They retry {@link
 *       UpstreamOutage}s only: not a rejection by the open breaker, which is mapped to an outage outside, not a call that
 *       the service has shed, and not a call without time budget.
 *   <li>The breaker is inside the retries, so that it counts every attempt.
 *   <li>{@link UpstreamClient} limits an attempt by its time-out and by the caller's time budget.
 * </ol>
 *
 * <p>A 4xx response is no failure. {@link UpstreamBreaker} describes which outages are none either. {@link
 * UpstreamConfig} documents how the settings interact.
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

    private final Upstream upstream;
    private final UpstreamClient client;
    private final Guard bulkhead;
    private final StreamLimiter streams;
    private final Retries retries;
    private final UpstreamBreaker breaker;

    GuardedUpstream(Upstream upstream, UpstreamConfig config, UpstreamClient client, RetryBudget budget) {
        this.upstream = upstream;
        this.client = client;
        this.bulkhead = bulkhead(upstream.label() + "-calls", config.concurrency());
        this.streams = new StreamLimiter(config.streams());
        this.retries = new Retries(policy(config.retry()), budget);
        this.breaker = new UpstreamBreaker(upstream, upstream.label(), config.breaker());
    }

    /**
     * Completes with the service's response, if its status is below 500; fails with an {@link UpstreamOutage}
     * otherwise.
     *
     * @param reserve the part of the caller's time budget to leave unused
     */
    Uni<UpstreamResponse> send(UpstreamRequest request, Duration reserve) {
        Supplier<Uni<UpstreamResponse>> attempt =
                () -> breaker.run(client.hasTime(reserve), () -> attempt(request, reserve), RESPONSE);
        Supplier<Uni<UpstreamResponse>> attempts =
                request.repeatable() ? () -> retries.run(attempt, GuardedUpstream::isRepeatable) : attempt;
        return mapRejection(bulkhead.get(attempts, RESPONSE));
    }

    /**
     * Completes once {@code use} has consumed the service's stream; fails with an {@link UpstreamOutage}. Streams are
     * not retried, because the client may have received a part already.
     */
    Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return mapRejection(streams.run(() -> breaker.run(client.hasTime(Duration.ZERO), () -> begin(request), STREAM)
                .chain(use::apply)));
    }

    /** Returns the number of open streams. */
    int openStreams() {
        return streams.inUse();
    }

    private Uni<UpstreamResponse> attempt(UpstreamRequest request, Duration reserve) {
        return client.send(request, reserve)
                .onItem()
                .transformToUni(response -> UpstreamOutage.isOutage(response.status())
                        ? Uni.createFrom().failure(UpstreamOutage.of(upstream, response))
                        : Uni.createFrom().item(response));
    }

    private Uni<UpstreamStream> begin(UpstreamRequest request) {
        return client.open(request).onItem().transformToUni(stream -> {
            if (!UpstreamOutage.isOutage(stream.status())) {
                return Uni.createFrom().item(stream);
            }
            return stream.readAll().onItem().transformToUni(response -> Uni.createFrom()
                    .failure(UpstreamOutage.of(upstream, response)));
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

    private static Retries.Policy policy(Retry config) {
        double jitter = config.delay().isZero()
                ? 0
                : Math.min(
                        1, (double) config.jitter().toNanos() / config.delay().toNanos());
        return new Retries.Policy(config.times(), config.delay(), config.delay(), jitter);
    }

    private static boolean isRepeatable(Throwable failure) {
        return failure instanceof UpstreamOutage && !(failure instanceof BudgetExhausted) && !(failure instanceof Shed);
    }
}
