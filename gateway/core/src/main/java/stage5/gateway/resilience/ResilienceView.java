package stage5.gateway.resilience;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import stage5.gateway.upstream.InstanceStatus;

/**
 * The limits and breakers of one gateway process, and what they do at present.
 *
 * @param routeClasses by class, what isolates its calls
 * @param services by service, what all classes of it share
 * @param breakers the state of each circuit breaker: {@code closed}, {@code half-open} or {@code open}. Besides those of
 *     the route classes these are {@code session} and {@code redis}
 */
@RegisterForReflection
public record ResilienceView(
        List<RouteClassView> routeClasses, List<ServiceView> services, Map<String, String> breakers) {

    /** A route class. */
    @RegisterForReflection
    public record RouteClassView(
            String name, String service, String breaker, AdmissionView admission, BulkheadView bulkhead) {}

    /**
     * The adaptive limit at the door.
     *
     * @param limit the requests that may run at present
     * @param inFlight the requests that run
     * @param shed the requests shed since the process started
     */
    @RegisterForReflection
    public record AdmissionView(long limit, long inFlight, long shed) {}

    /**
     * The limit of calls to the service.
     *
     * @param limit the calls that may run
     * @param inUse the calls that run, retries and pauses included
     */
    @RegisterForReflection
    public record BulkheadView(long limit, long inUse) {}

    /**
     * A service.
     *
     * @param openStreams the event streams that are open
     * @param openConnections the connections of the pools of all event loops, idle ones included
     */
    @RegisterForReflection
    public record ServiceView(
            String name, RetriesView retries, long openStreams, long openConnections, List<InstanceStatus> instances) {}

    /** The retries that the budget has allowed and denied since the process started. */
    @RegisterForReflection
    public record RetriesView(long allowed, long denied) {}
}
