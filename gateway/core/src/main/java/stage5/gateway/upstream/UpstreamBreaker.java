package stage5.gateway.upstream;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.util.List;
import java.util.function.Supplier;
import stage5.gateway.GatewayConfig.Breaker;
import stage5.gateway.domain.Upstream;
import stage5.gateway.upstream.UpstreamOutage.BudgetExhausted;
import stage5.gateway.upstream.UpstreamOutage.Shed;
import stage5.gateway.upstream.UpstreamOutage.TimedOut;

/**
 * A circuit breaker for calls with a time budget. Two outages are no failures of the service: it has {@link Shed} the
 * call, or the caller stopped waiting before the service's own time-out. SmallRye counts both as successes. That is right
 * for a shed call, because the service has answered. It is harmless for the other one while the breaker is closed, and
 * wrong in a half-open breaker, which would close without any answer:
 *
 * <ul>
 *   <li>a call without any time left does not reach the breaker;
 *   <li>a call that a half-open breaker has let through, and whose caller stops waiting, is a time-out of the service.
 * </ul>
 */
final class UpstreamBreaker {

    private final Upstream upstream;
    private final String name;
    private final Guard breaker;

    UpstreamBreaker(Upstream upstream, String name, Breaker config) {
        this.upstream = upstream;
        this.name = name;
        this.breaker = Guard.create()
                .withDescription(name)
                .withCircuitBreaker()
                .name(name)
                .requestVolumeThreshold(config.window())
                .failureRatio(config.failureRatio())
                .delay(config.delay().toMillis(), MILLIS)
                .successThreshold(config.successes())
                .skipOn(List.of(BudgetExhausted.class, Shed.class))
                .done()
                .build();
    }

    /**
     * Completes as the call does; fails with {@code CircuitBreakerOpenException} if the breaker is open.
     *
     * @param hasTime whether any of the caller's time budget is left
     */
    <T> Uni<T> run(boolean hasTime, Supplier<Uni<T>> call, TypeLiteral<Uni<T>> type) {
        if (!hasTime) {
            return Uni.createFrom().failure(new BudgetExhausted(upstream));
        }
        return breaker.get(() -> call.get().onFailure(BudgetExhausted.class).transform(this::timeOutIfTested), type);
    }

    private Throwable timeOutIfTested(Throwable unanswered) {
        return CircuitBreakerMaintenance.get().currentState(name) == CircuitBreakerState.HALF_OPEN
                // Not with the other outage as its cause: SmallRye also skips exceptions by their cause.
                ? TimedOut.ofTestCall(upstream)
                : unanswered;
    }
}
