package stage5.gateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import stage5.gateway.domain.RouteClass;
import stage5.gateway.upstream.UpstreamOutage.CallRejected;

/**
 * The durations of the calls of one route class, retries included: timer {@code stage5.gateway.calls} with the tags {@code
 * class} and {@code outcome}. It takes the place of the metrics of SmallRye Fault Tolerance and of Vert.x' HTTP client, which
 * look up several meters by their tags for each call.
 */
final class CallTimes {

    private enum CallOutcome {
        ANSWERED,
        FAILED,
        /** By the open breaker or the full bulkhead. */
        REJECTED
    }

    private final Map<CallOutcome, Timer> timers = new EnumMap<>(CallOutcome.class);

    CallTimes(RouteClass routeClass, MeterRegistry metrics) {
        for (CallOutcome outcome : CallOutcome.values()) {
            timers.put(
                    outcome,
                    metrics.timer(
                            "stage5.gateway.calls",
                            "class",
                            routeClass.label(),
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** @param failure null if the service has answered, with a status below 500 */
    void record(Duration duration, Throwable failure) {
        timers.get(outcome(failure)).record(duration);
    }

    private static CallOutcome outcome(Throwable failure) {
        return switch (failure) {
            case null -> CallOutcome.ANSWERED;
            case CallRejected rejected -> CallOutcome.REJECTED;
            default -> CallOutcome.FAILED;
        };
    }
}
