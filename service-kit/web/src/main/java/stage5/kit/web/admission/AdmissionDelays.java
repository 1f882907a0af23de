package stage5.kit.web.admission;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stage5.kit.web.resilience.DelayLimit;

/**
 * The delays until work that a request has started is completed by other processes, for example until the stock of a placed
 * order is reserved. They limit the rate of route classes with a {@link AdmissionConfig.RouteClass#delayTarget()}. Metrics
 * with the tag {@code class}: timer {@code stage5.admission.delay}, gauge {@code stage5.admission.rate}.
 */
@Singleton
public final class AdmissionDelays {

    private record Delays(DelayLimit limit, Timer timer) {}

    private final Map<String, Delays> byClass = new HashMap<>();

    AdmissionDelays(AdmissionConfig config, MeterRegistry metrics) {
        config.classes().forEach((name, routes) -> routes.delayTarget().ifPresent(target -> {
            DelayLimit limit = new DelayLimit(target, routes.lowestRate(), System::nanoTime);
            Gauge.builder("stage5.admission.rate", limit, DelayLimit::rate)
                    .tag("class", name)
                    .register(metrics);
            byClass.put(name, new Delays(limit, metrics.timer("stage5.admission.delay", "class", name)));
        }));
    }

    /** Reports that work of a route class was completed, with its delay; no effect if the class has no delay target. */
    public void completed(String routeClass, Duration delay) {
        Delays delays = byClass.get(routeClass);
        if (delays != null) {
            delays.limit().completed(delay);
            delays.timer().record(delay);
        }
    }

    /** Returns the limit of a route class; empty if it has no delay target. */
    Optional<DelayLimit> limit(String routeClass) {
        return Optional.ofNullable(byClass.get(routeClass)).map(Delays::limit);
    }
}
