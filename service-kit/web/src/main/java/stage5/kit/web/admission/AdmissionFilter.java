package stage5.kit.web.admission;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import stage5.kit.web.admission.RouteLimits.RouteLimit;
import stage5.kit.web.http.RequestBodyReader;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;
import stage5.kit.web.resilience.RequestPressure;

/**
 * The HTTP door: sheds requests beyond the limit of their route class with a 503 problem and {@code Retry-After}. It
 * runs on the event loop before authentication and before the body is read, so that shedding costs little. A request holds
 * its permit from the end of its body: otherwise clients that send their bodies slowly, or never, could hold all of them. If
 * there is no permit any more by then, the request is shed all the same.
 *
 * <p>What a limit measures is the time from the complete request to the end of the response. Sending is not included: a
 * response is complete when it is handed to the connection, and a slow client doesn't look like slow work.
 */
@Singleton
public final class AdmissionFilter {

    /** Before authentication (200), after checks that cost even less. */
    private static final int PRIORITY = 240;

    /** The time after which a request that fails counts as overload. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    /** The limit of a request whose body is not complete yet. */
    private static final String WAITING = AdmissionFilter.class.getName();

    private final AdmissionConfig config;
    private final ProblemWriter problems;
    private final RouteLimits limits;
    private final LongSupplier nanoClock;
    private final List<String> exempt;

    @Inject
    AdmissionFilter(
            AdmissionConfig config,
            AdmissionDelays delays,
            RequestPressure pressure,
            ProblemWriter problems,
            MeterRegistry metrics,
            EventLoopLag lag) {
        this(config, delays, pressure, problems, metrics, lag, System::nanoTime);
    }

    AdmissionFilter(
            AdmissionConfig config,
            AdmissionDelays delays,
            RequestPressure pressure,
            ProblemWriter problems,
            MeterRegistry metrics,
            EventLoopLag lag,
            LongSupplier nanoClock) {
        this.config = config;
        this.problems = problems;
        this.nanoClock = nanoClock;
        this.limits = new RouteLimits(config, delays, pressure, metrics, nanoClock, lag::isStanding);
        this.exempt = config.exempt();
    }

    void register(@Observes Filters filters) {
        if (config.enabled()) {
            filters.register(this::admit, PRIORITY);
        }
    }

    void register(@Observes Router router) {
        if (config.enabled()) {
            router.route().order(RequestBodyReader.ORDER + 1).handler(request -> {
                RouteLimit waiting = request.remove(WAITING);
                if (waiting == null) {
                    AdmittedRequest.bodyRead(request);
                    request.next();
                } else if (waiting.tryAcquire()) {
                    start(request, waiting);
                } else {
                    shed(request, waiting);
                }
            });
        }
    }

    /**
     * Returns whether a request would be shed now; it then counts as shed. For a caller that refuses requests before they are
     * routed, which costs less. Thread-safe.
     *
     * @param path normalised, without query
     */
    public boolean sheds(String method, String path) {
        if (!config.enabled() || isExempt(path)) {
            return false;
        }
        RouteLimit route = limits.find(method, path);
        if (route.hasRoom()) {
            return false;
        }
        route.shed().increment();
        return true;
    }

    /** Reports that the service on which a request depends has shed it. Has an effect on classes that are throttled. */
    public static void shedByService(RoutingContext request) {
        AdmittedRequest.shedByService(request);
    }

    private void admit(RoutingContext request) {
        String path = request.normalizedPath();
        if (isExempt(path)) {
            request.next();
            return;
        }
        RouteLimit route = limits.find(request.request().method().name(), path);
        if (sendsBody(request.request())) {
            if (route.hasRoom()) {
                request.put(WAITING, route);
                request.next();
            } else {
                shed(request, route);
            }
        } else if (route.tryAcquire()) {
            start(request, route);
        } else {
            shed(request, route);
        }
    }

    /** Returns whether the rest of a request depends on its client. */
    private static boolean sendsBody(HttpServerRequest request) {
        return !request.isEnded() && !RequestBodyReader.METHODS_WITHOUT_BODY.contains(request.method());
    }

    private void start(RoutingContext request, RouteLimit route) {
        AdmittedRequest.begin(request, route, SLOW, nanoClock);
        request.next();
    }

    private void shed(RoutingContext request, RouteLimit route) {
        route.shed().increment();
        problems.write(request, problem(config));
    }

    /** Returns the problem with which requests are shed. */
    public static ProblemException problem(AdmissionConfig config) {
        return ProblemException.unavailable(
                "More requests of this kind arrive than can be answered in time.", config.retryAfter());
    }

    private boolean isExempt(String path) {
        for (String prefix : exempt) {
            if (path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
