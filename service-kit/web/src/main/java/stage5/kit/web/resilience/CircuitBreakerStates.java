package stage5.kit.web.resilience;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Exposes the state of the circuit breakers named in {@code stage5.breakers}: as gauge {@code stage5.breaker.state} (0
 * closed, 1 half-open, 2 open), in the health response, and in the log on each change. An open breaker does not make
 * the service unready: requests that need no remote call still work, and a restart would not help.
 *
 * <p>On one method, a retry wraps the circuit breaker, which wraps the time-out, which wraps the bulkhead (<a
 * href="https://download.eclipse.org/microprofile/microprofile-fault-tolerance-4.1/microprofile-fault-tolerance-spec-4.1.html">
 * MicroProfile Fault Tolerance</a>). So the breaker counts each attempt of a retry, and a time-out or a full bulkhead
 * is a breaker failure. State is per process: each Lambda execution environment has its own breakers.
 */
@Readiness
@ApplicationScoped
public class CircuitBreakerStates implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(CircuitBreakerStates.class);

    private final CircuitBreakerMaintenance maintenance;
    private final MeterRegistry metrics;
    private final List<String> names;

    CircuitBreakerStates(
            CircuitBreakerMaintenance maintenance,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.breakers") Optional<List<String>> names) {
        this.maintenance = maintenance;
        this.metrics = metrics;
        this.names = names.orElse(List.of());
    }

    void register(@Observes StartupEvent started) {
        for (String name : names) {
            metrics.gauge(
                    "stage5.breaker.state",
                    List.of(io.micrometer.core.instrument.Tag.of("breaker", name)),
                    this,
                    states -> states.level(name));
            maintenance.onStateChange(name, state -> LOG.warnf("Circuit breaker %s is now %s", name, state));
        }
    }

    /** Returns the current states by breaker name. */
    public Map<String, CircuitBreakerState> states() {
        Map<String, CircuitBreakerState> states = new TreeMap<>();
        names.forEach(name -> states.put(name, maintenance.currentState(name)));
        return states;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health =
                HealthCheckResponse.named("circuit breakers").up();
        states().forEach((name, state) -> health.withData(name, state.name()));
        return health.build();
    }

    private int level(String name) {
        return switch (maintenance.currentState(name)) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
