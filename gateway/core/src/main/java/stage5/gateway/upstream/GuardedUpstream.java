package stage5.gateway.upstream;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import stage5.gateway.GatewayConfig.Retry;
import stage5.gateway.GatewayConfig.UpstreamConfig;
import stage5.gateway.domain.RouteClass;
import stage5.gateway.domain.Upstream;
import stage5.gateway.upstream.UpstreamOutage.BudgetExhausted;
import stage5.gateway.upstream.UpstreamOutage.CallRejected;
import stage5.gateway.upstream.UpstreamOutage.ServerError;
import stage5.gateway.upstream.UpstreamOutage.Shed;
import stage5.gateway.upstream.UpstreamOutage.Unreachable;
import stage5.kit.web.resilience.Retries;
import stage5.kit.web.resilience.RetryBudget;

/**
 * Makes the calls of one route class with a bulkhead, retries, a circuit breaker and time-outs, in this order from the
 * outside in:
 *
 * <ol>
 *   <li>The bulkhead limits concurrent calls. It is outermost, so that a call holds one permit during all its attempts.
 *   <li>Retries repeat failed attempts of repeatable calls, within the retry budget of the service. They retry {@link
 *       UpstreamOutage}s only: not a rejection by the open breaker, which is mapped to an outage outside, not a call that
 *       the service has shed, not a failure with {@code Retry-After}, and not a call without time budget or
 *       client.
 *   <li>The breaker is inside the retries, so that it counts every attempt. A slow response counts as a failure, and is
 *       used nevertheless.
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
    /** Share of the time-out after which a response is slow by default. */
    private static final int SLOW_PERCENT = 80;

    private static final List<Class<? extends Throwable>> REJECTIONS =
            List.of(CircuitBreakerOpenException.class, BulkheadException.class);

    private final Upstream upstream;
    private final UpstreamClient client;
    private final Optional<Duration> slowCall;
    private final LongSupplier nanoClock;
    private final Bulkhead calls;
    private final Bulkhead streams;
    private final Retries retries;
    private final UpstreamBreaker breaker;
    private final CallTimes times;

    /**
     * Creates the guards of a route class.
     *
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    GuardedUpstream(
            RouteClass routeClass,
            UpstreamConfig config,
            UpstreamClient client,
            RetryBudget budget,
            CallTimes times,
            LongSupplier nanoClock) {
        this.upstream = routeClass.upstream();
        this.client = client;
        this.slowCall = config.slowCall();
        this.nanoClock = nanoClock;
        this.calls = new Bulkhead("calls", config.concurrency());
        this.streams = new Bulkhead("streams", config.streams());
        this.retries = new Retries(policy(config.retry()), budget);
        this.breaker = new UpstreamBreaker(upstream, routeClass.label(), config.breaker());
        this.times = times;
    }

    /**
     * Completes with the service's response, if its status is below 500; fails with an {@link UpstreamOutage}
     * otherwise.
     *
     * @param reserve the part of the caller's time budget to leave unused
     */
    Uni<UpstreamResponse> send(UpstreamRequest request, Duration reserve) {
        AtomicReference<Instance> tried = new AtomicReference<>();
        Supplier<Uni<UpstreamResponse>> attempt =
                () -> breaker.run(client.hasTime(reserve), () -> attempt(request, reserve, tried), RESPONSE)
                        .onFailure(SlowResponse.class)
                        .recoverWithItem(slow -> ((SlowResponse) slow).response());
        Supplier<Uni<UpstreamResponse>> attempts =
                request.repeatable() ? () -> retries.run(attempt, GuardedUpstream::isRepeatable) : attempt;
        long start = nanoClock.getAsLong();
        return mapRejection(calls.run(attempts))
                .onItemOrFailure()
                .invoke((response, failure) -> times.record(Duration.ofNanos(nanoClock.getAsLong() - start), failure));
    }

    /**
     * Completes once {@code use} has consumed the service's stream; fails with an {@link UpstreamOutage}. Streams are
     * not retried, because the client may have received a part already.
     */
    Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return mapRejection(streams.run(() -> breaker.run(client.hasTime(Duration.ZERO), () -> begin(request), STREAM)
                .chain(stream -> Uni.createFrom()
                        .deferred(() -> use.apply(stream))
                        .onTermination()
                        .invoke(stream.end()))));
    }

    /** Returns the number of calls that hold a permit of the bulkhead. */
    int callsInUse() {
        return calls.inUse();
    }

    /** Returns the number of open streams. */
    int openStreams() {
        return streams.inUse();
    }

    /** Fails with an {@link UpstreamOutage}, or with {@link SlowResponse} for the breaker. */
    private Uni<UpstreamResponse> attempt(UpstreamRequest request, Duration reserve, AtomicReference<Instance> tried) {
        return Uni.createFrom().deferred(() -> {
            long start = nanoClock.getAsLong();
            return client.send(request, reserve, tried).onItem().transformToUni(response -> {
                if (UpstreamOutage.isOutage(response.status())) {
                    return Uni.createFrom().failure(UpstreamOutage.of(upstream, response));
                }
                return nanoClock.getAsLong() - start > slowNanos(request)
                        ? Uni.createFrom().failure(new SlowResponse(response))
                        : Uni.createFrom().item(response);
            });
        });
    }

    private long slowNanos(UpstreamRequest request) {
        return slowCall.isPresent()
                ? slowCall.get().toNanos()
                : client.timeout(request).toNanos() / 100 * SLOW_PERCENT;
    }

    private Uni<UpstreamStream> begin(UpstreamRequest request) {
        return client.open(request).onItem().transformToUni(stream -> {
            if (!UpstreamOutage.isOutage(stream.status())) {
                return Uni.createFrom().item(stream);
            }
            return stream.readAll()
                    .onTermination()
                    .invoke(stream.end())
                    .onFailure()
                    .transform(failure -> new Unreachable(upstream, failure))
                    .onItem()
                    .transformToUni(response -> Uni.createFrom().failure(UpstreamOutage.of(upstream, response)));
        });
    }

    private <T> Uni<T> mapRejection(Uni<T> call) {
        return call.onFailure(failure -> REJECTIONS.contains(failure.getClass()))
                .transform(failure -> new CallRejected(upstream, failure));
    }

    private static Retries.Policy policy(Retry config) {
        double jitter = config.delay().isZero()
                ? 0
                : Math.min(
                        1, (double) config.jitter().toNanos() / config.delay().toNanos());
        return new Retries.Policy(config.times(), config.delay(), config.delay(), jitter);
    }

    private static boolean isRepeatable(Throwable failure) {
        return switch (failure) {
            case BudgetExhausted exhausted -> false;
            case Shed shed -> false;
            // At least a second, which is longer than any pause.
            case ServerError error -> !error.response().hasRetryAfter();
            default -> failure instanceof UpstreamOutage;
        };
    }
}
