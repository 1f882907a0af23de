package stage5.kit.web.admission;

import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import stage5.kit.web.admission.RouteLimits.RouteLimit;
import stage5.kit.web.resilience.AdaptiveThrottle;

/** A request that holds a permit of its limit until its response has ended or its connection is closed. */
final class AdmittedRequest {

    private static final String KEY = AdmittedRequest.class.getName();
    private static final int FIRST_ERROR = 400;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    /** The admitted requests of a connection. */
    private static final AttributeKey<Set<AdmittedRequest>> OPEN = AttributeKey.valueOf(KEY);

    private final RoutingContext request;
    private final RouteLimit route;
    private final Duration slow;
    private final LongSupplier nanoClock;
    private long start;
    private boolean shedByService;
    private boolean released;
    private Set<AdmittedRequest> openOnConnection;

    private AdmittedRequest(RoutingContext request, RouteLimit route, Duration slow, LongSupplier nanoClock) {
        this.request = request;
        this.route = route;
        this.slow = slow;
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
    }

    /**
     * Starts to measure a request that has acquired a permit, and releases it at the end of its response.
     *
     * @param slow the time after which a request that fails counts as overload
     */
    static void begin(RoutingContext request, RouteLimit route, Duration slow, LongSupplier nanoClock) {
        AdmittedRequest admitted = new AdmittedRequest(request, route, slow, nanoClock);
        request.put(KEY, admitted);
        request.addEndHandler(end -> admitted.release());
        admitted.releaseOnClose((ConnectionBase) request.request().connection());
    }

    /**
     * Releases the permit when the connection is closed: Vert.x calls no end handler if this process resets the response, for
     * example a stream that has failed. The close handler of the connection belongs to Quarkus, which counts connections with
     * it ({@code quarkus.http.limits.max-connections}). So this uses the future, once for each connection.
     */
    private void releaseOnClose(ConnectionBase connection) {
        Attribute<Set<AdmittedRequest>> attribute = connection.channel().attr(OPEN);
        if (attribute.get() == null) {
            Set<AdmittedRequest> open = new HashSet<>();
            attribute.set(open);
            connection.closeFuture().onComplete(closed -> List.copyOf(open).forEach(AdmittedRequest::release));
        }
        openOnConnection = attribute.get();
        openOnConnection.add(this);
    }

    /** Starts the measurement anew, once the body is read: the time that a client takes to send it is not work. */
    static void bodyRead(RoutingContext request) {
        AdmittedRequest admitted = request.get(KEY);
        if (admitted != null) {
            admitted.start = admitted.nanoClock.getAsLong();
        }
    }

    /** Reports that the service on which a request depends has shed it. */
    static void shedByService(RoutingContext request) {
        AdmittedRequest admitted = request.get(KEY);
        if (admitted != null) {
            admitted.shedByService = true;
        }
    }

    private void release() {
        if (released) {
            return;
        }
        released = true;
        openOnConnection.remove(this);
        Duration latency = Duration.ofNanos(nanoClock.getAsLong() - start);
        if (request.response().getStatusCode() == UNAVAILABLE) {
            // Shed by the service that the request depends on, whose limit is lower than the one of this process.
            route.shedding().shed();
        }
        route.throttle().ifPresent(this::report);
        if (!request.response().ended() || isOutage(request.response().getStatusCode())) {
            // A client that has given up, or a time-out. Fast failures say nothing about the load: an open breaker.
            releaseFailed(latency);
        } else if (request.response().getStatusCode() < FIRST_ERROR) {
            route.limit().release(latency);
        } else {
            // Invalid requests are refused without work; their latency would hide that the others wait.
            route.limit().releaseIgnored();
        }
    }

    /** An invalid request does not show whether the service would accept another, nor does one that did not reach it. */
    private void report(AdaptiveThrottle throttle) {
        if (shedByService) {
            throttle.shed();
        } else if (request.response().ended() && request.response().getStatusCode() < FIRST_ERROR) {
            throttle.accepted();
        }
    }

    private void releaseFailed(Duration latency) {
        if (latency.compareTo(slow) > 0) {
            route.limit().releaseDropped();
        } else {
            route.limit().releaseIgnored();
        }
    }

    private static boolean isOutage(int status) {
        return status == UNAVAILABLE || status == GATEWAY_TIMEOUT;
    }
}
