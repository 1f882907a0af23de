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
import stage5.gateway.upstream.UpstreamOutage.BudgetSpent;
import stage5.gateway.upstream.UpstreamOutage.LeftAlone;
import stage5.gateway.upstream.UpstreamOutage.ServerError;

/**
 * One service, with what keeps its troubles away from the others. From the outside in: a limit on the calls that wait
 * for it, retries where a call may be repeated, and the breaker, which so sees every attempt. A 4xx is the client's
 * doing and no failure; nor is it one of the service if the client would not wait as long as the service may take,
 * or else one impatient client could take the service away from everybody.
 */
final class GuardedUpstream {

    private static final TypeLiteral<Uni<UpstreamAnswer>> ANSWER = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final TypeLiteral<Uni<UpstreamStream>> STREAM = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final List<Class<? extends Throwable>> LEFT_ALONE =
            List.of(CircuitBreakerOpenException.class, BulkheadException.class);
    private static final int FIRST_SERVER_ERROR = 500;

    private final Upstream upstream;
    private final UpstreamClient client;
    private final Guard calls;
    private final StreamPlaces streams;
    private final Guard retries;
    private final Guard breaker;

    GuardedUpstream(Upstream upstream, UpstreamConfig config, UpstreamClient client) {
        this.upstream = upstream;
        this.client = client;
        this.calls = limit(upstream.label() + "-calls", config.concurrency());
        this.streams = new StreamPlaces(config.streams());
        this.retries = retries(upstream.label() + "-retries", config.retry());
        this.breaker = breaker(upstream.label(), config.breaker());
    }

    /** Returns what the service answers, if not that it failed; fails with an {@link UpstreamOutage}. */
    Uni<UpstreamAnswer> send(UpstreamRequest request, Duration reserve) {
        Supplier<Uni<UpstreamAnswer>> attempt = () -> breaker.get(() -> attempt(request, reserve), ANSWER);
        Supplier<Uni<UpstreamAnswer>> attempts = request.repeatable() ? () -> retries.get(attempt, ANSWER) : attempt;
        return leftAlone(calls.get(attempts, ANSWER));
    }

    /**
     * Returns when the stream is over that the service has begun and {@code use} has used; fails with an {@link
     * UpstreamOutage}. It is never tried again: what the client has got can't be taken back.
     */
    Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return leftAlone(
                streams.hold(() -> breaker.get(() -> begin(request), STREAM).chain(use::apply)));
    }

    /** Returns how many of the service's streams are open. */
    int openStreams() {
        return streams.taken();
    }

    private Uni<UpstreamAnswer> attempt(UpstreamRequest request, Duration reserve) {
        return client.send(request, reserve)
                .onItem()
                .transformToUni(answer -> answer.status() < FIRST_SERVER_ERROR
                        ? Uni.createFrom().item(answer)
                        : Uni.createFrom().failure(new ServerError(upstream, answer)));
    }

    private Uni<UpstreamStream> begin(UpstreamRequest request) {
        return client.open(request).onItem().transformToUni(stream -> {
            if (stream.status() < FIRST_SERVER_ERROR) {
                return Uni.createFrom().item(stream);
            }
            return stream.whole().onItem().transformToUni(answer -> Uni.createFrom()
                    .failure(new ServerError(upstream, answer)));
        });
    }

    private <T> Uni<T> leftAlone(Uni<T> call) {
        return call.onFailure(failure -> LEFT_ALONE.contains(failure.getClass()))
                .transform(failure -> new LeftAlone(upstream, failure));
    }

    static Guard limit(String name, int atOnce) {
        return Guard.create()
                .withDescription(name)
                .withBulkhead()
                .limit(atOnce)
                // The smallest that there is: who waits in line only adds to what the service has to catch up on.
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
                .abortOn(BudgetSpent.class)
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
                .skipOn(BudgetSpent.class)
                .done()
                .build();
    }
}
