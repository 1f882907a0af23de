package stage5.gateway.proxy;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import stage5.gateway.GatewayConfig;
import stage5.gateway.admission.Admission;
import stage5.gateway.admission.StreamLeases;
import stage5.gateway.domain.Route;
import stage5.gateway.domain.RouteMethods;
import stage5.gateway.domain.Routes;
import stage5.gateway.domain.Upstream;
import stage5.gateway.upstream.ClientPresence;
import stage5.gateway.upstream.ProxyHeaders;
import stage5.gateway.upstream.SessionCheck;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.kit.web.admission.AdmissionFilter;
import stage5.kit.web.identity.Caller;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;
import stage5.kit.web.telemetry.RouteTemplate;

/**
 * Handles every request to {@code /api}: admits it, then forwards it to the service that owns its path, or to the
 * resource that composes its response. It is a Vert.x route rather than a JAX-RS resource, because a resource would
 * negotiate and rewrite content that must be forwarded unchanged.
 */
@Singleton
public final class ApiHandler {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String ORDERS = "/api/orders";
    private static final String ORDER = "/api/orders/{id}";
    private static final String UNKNOWN = "/api/{unknown}";

    private final Admission admission;
    private final SessionCheck sessions;
    private final UpstreamProxy proxy;
    private final ProblemWriter problems;
    private final StreamLeases leases;
    private final boolean canStream;

    ApiHandler(
            Admission admission,
            SessionCheck sessions,
            UpstreamProxy proxy,
            ProblemWriter problems,
            StreamLeases leases,
            GatewayConfig config) {
        this.admission = admission;
        this.sessions = sessions;
        this.proxy = proxy;
        this.problems = problems;
        this.leases = leases;
        this.canStream = config.streams().maxWait().isEmpty();
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT).handler(this::handle);
    }

    private void handle(RoutingContext request) {
        Optional<Route> route = Routes.find(request.normalizedPath());
        RouteTemplate.set(request.request(), route.map(Route::template).orElse(UNKNOWN));
        ClientPresence.watch(request);
        admission
                .admit(request)
                .chain(caller ->
                        route.map(found -> forward(request, found, caller)).orElseGet(ApiHandler::notFound))
                .subscribe()
                .with(done -> {}, failure -> problems.write(request, failure));
    }

    private Uni<Void> forward(RoutingContext context, Route route, String caller) {
        HttpServerRequest request = context.request();
        if (request.method() == HttpMethod.OPTIONS) {
            return describe(request, route);
        }
        if (!RouteMethods.has(route, request.method().name())) {
            return Uni.createFrom().failure(ProblemException.methodNotAllowed(RouteMethods.allow(route)));
        }
        if (isExpanded(request, route)) {
            context.next();
            return Uni.createFrom().voidItem();
        }
        // HEAD of a stream has a response that is complete, like any other.
        boolean head = request.method() == HttpMethod.HEAD;
        return switch (route.kind() == Route.Kind.STREAMED && head ? Route.Kind.PLAIN : route.kind()) {
            case COMPOSED -> {
                context.next();
                yield Uni.createFrom().voidItem();
            }
            case STREAMED ->
                leases.run(
                        caller,
                        wait -> proxy.stream(
                                withMaxWait(upstreamRequest(context, route), wait),
                                stream -> ResponseWriter.write(context, stream)));
            case PLAIN, STALE_IF_ERROR ->
                checkSession(context, route)
                        .chain(() -> proxy.send(upstreamRequest(context, route)))
                        .invoke(response -> respond(context, response))
                        .replaceWithVoid();
        };
    }

    private static void respond(RoutingContext context, UpstreamResponse response) {
        if (response.isShed()) {
            AdmissionFilter.shedByService(context);
        }
        ResponseWriter.write(context.request(), response);
    }

    /** Responds with the methods of a route (RFC 9110, 9.3.7). */
    private static Uni<Void> describe(HttpServerRequest request, Route route) {
        request.response()
                .setStatusCode(204)
                .putHeader("Allow", RouteMethods.allow(route))
                .end();
        return Uni.createFrom().voidItem();
    }

    /** Returns whether a request is for an order with what {@code expand} names, which the gateway composes. */
    private static boolean isExpanded(HttpServerRequest request, Route route) {
        boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        if (!reads || !route.template().equals(ORDER) || request.query() == null) {
            return false;
        }
        try {
            return request.params().getAll("expand").stream().anyMatch(value -> !value.isEmpty());
        } catch (IllegalArgumentException malformedEncoding) {
            return false;
        }
    }

    /**
     * Fails with a 401 problem if the request places an order and its session has ended. A write of an administrator fails
     * also if the account has lost the role (403), and if neither can be checked (503): the token may be minutes old. A token
     * of an external issuer has no session, and is good until it expires.
     */
    private Uni<Void> checkSession(RoutingContext context, Route route) {
        HttpServerRequest request = context.request();
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean administrates = isWrittenByAdministrators(request, route);
        boolean orders = request.method() == HttpMethod.POST && route.template().equals(ORDERS);
        if (authorization == null || !(administrates || orders)) {
            return Uni.createFrom().voidItem();
        }
        return QuarkusHttpUser.getSecurityIdentity(context, null).chain(identity -> {
            if (isExternal(identity)) {
                return Uni.createFrom().voidItem();
            }
            return administrates ? requireAdministrator(authorization) : requireNotEnded(authorization);
        });
    }

    private static boolean isExternal(SecurityIdentity identity) {
        return identity != null && !identity.isAnonymous() && !Caller.hasSession(identity.getPrincipal());
    }

    private Uni<Void> requireAdministrator(String authorization) {
        return sessions.checkAdmin(authorization).onItem().transformToUni(ApiHandler::requireAlive);
    }

    private Uni<Void> requireNotEnded(String authorization) {
        return sessions.check(authorization)
                .onItem()
                .transformToUni(status -> status == SessionCheck.SessionStatus.ENDED
                        ? requireAlive(status)
                        : Uni.createFrom().voidItem());
    }

    /** All writes of the catalogue need the role admin; the other services' writes are those of customers. */
    private static boolean isWrittenByAdministrators(HttpServerRequest request, Route route) {
        return route.upstream() == Upstream.CATALOG && !READS.contains(request.method());
    }

    private static Uni<Void> requireAlive(SessionCheck.SessionStatus status) {
        return switch (status) {
            case ALIVE -> Uni.createFrom().voidItem();
            case ENDED ->
                Uni.createFrom().failure(ProblemException.unauthorized("The session has ended: log in again."));
            case FORBIDDEN ->
                Uni.createFrom()
                        .failure(ProblemException.of(
                                403, "forbidden", "Not allowed", "The account lacks the role for this."));
            case UNKNOWN ->
                Uni.createFrom()
                        .failure(ProblemException.unavailable(
                                "The session can't be checked at the moment.", RETRY_AFTER));
        };
    }

    private static UpstreamRequest upstreamRequest(RoutingContext context, Route route) {
        HttpServerRequest request = context.request();
        return new UpstreamRequest(
                request.method(),
                route,
                context.normalizedPath(),
                request.query(),
                ProxyHeaders.toService(request),
                context.body().buffer());
    }

    /**
     * Adds the preference {@code wait} if streams cannot be forwarded (<a
     * href="https://www.rfc-editor.org/rfc/rfc7240#section-4.3">RFC 7240, 4.3</a>). A preference of the client comes
     * first and takes precedence, unless the response must not wait.
     */
    private UpstreamRequest withMaxWait(UpstreamRequest request, Duration wait) {
        if (canStream) {
            return request;
        }
        if (wait.isZero()) {
            request.headers().remove("Prefer");
        }
        request.headers().add("Prefer", "wait=" + wait.toSeconds());
        return request;
    }

    private static Uni<Void> notFound() {
        return Uni.createFrom()
                .failure(ProblemException.of(404, "not-found", "Not Found", "There is nothing at this address."));
    }
}
