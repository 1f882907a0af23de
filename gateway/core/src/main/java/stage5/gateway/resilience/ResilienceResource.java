package stage5.gateway.resilience;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.Readiness;
import stage5.gateway.domain.RouteClass;
import stage5.gateway.domain.Upstream;
import stage5.gateway.resilience.ResilienceView.AdmissionView;
import stage5.gateway.resilience.ResilienceView.BulkheadView;
import stage5.gateway.resilience.ResilienceView.RetriesView;
import stage5.gateway.resilience.ResilienceView.RouteClassView;
import stage5.gateway.resilience.ResilienceView.ServiceView;
import stage5.gateway.upstream.Upstreams;
import stage5.kit.web.resilience.CircuitBreakerStates;

/**
 * {@code GET /api/admin/resilience}: which calls this process limits, rejects or repeats at present, for administrators. The
 * numbers are those of the metrics. In the lambda form they are those of one execution environment.
 */
@Path("/api/admin/resilience")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public final class ResilienceResource {

    private final MeterRegistry metrics;
    private final CircuitBreakerStates breakers;
    private final Upstreams upstreams;

    ResilienceResource(MeterRegistry metrics, @Readiness CircuitBreakerStates breakers, Upstreams upstreams) {
        this.metrics = metrics;
        this.breakers = breakers;
        this.upstreams = upstreams;
    }

    @GET
    public ResilienceView resilience() {
        Map<String, String> states = new TreeMap<>();
        breakers.states().forEach((name, state) -> states.put(name, text(state)));
        List<RouteClassView> classes = Arrays.stream(RouteClass.values())
                .map(each -> routeClass(each, states.get(each.label())))
                .toList();
        return new ResilienceView(
                classes, Arrays.stream(Upstream.values()).map(this::service).toList(), states);
    }

    private RouteClassView routeClass(RouteClass routeClass, String breaker) {
        String name = routeClass.label();
        Search shed = metrics.find("stage5.admission.shed").tag("class", name);
        AdmissionView admission = new AdmissionView(
                gauge("stage5.admission.limit", "class", name),
                gauge("stage5.admission.in.flight", "class", name),
                (long) shed.counters().stream().mapToDouble(Counter::count).sum());
        BulkheadView bulkhead = new BulkheadView(
                upstreams.concurrency(routeClass.upstream()), gauge("stage5.gateway.bulkhead.in.use", "class", name));
        return new RouteClassView(name, routeClass.upstream().service(), breaker, admission, bulkhead);
    }

    private ServiceView service(Upstream upstream) {
        RetriesView retries = new RetriesView(
                counter("stage5.retries.allowed", upstream.label()),
                counter("stage5.retries.denied", upstream.label()));
        long openStreams = gauge("stage5.gateway.streams.open", "upstream", upstream.label());
        long openConnections = gauge("stage5.gateway.connections.open", "upstream", upstream.label());
        return new ServiceView(
                upstream.service(), retries, openStreams, openConnections, upstreams.instances(upstream));
    }

    private long gauge(String name, String tag, String value) {
        return (long) metrics.find(name).tag(tag, value).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private long counter(String name, String client) {
        return (long) metrics.find(name).tag("client", client).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private static String text(CircuitBreakerState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
