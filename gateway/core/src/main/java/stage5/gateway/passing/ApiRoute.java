package stage5.gateway.passing;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import stage5.gateway.GatewayConfig;
import stage5.gateway.admission.Admission;
import stage5.gateway.domain.Route;
import stage5.gateway.domain.Routes;
import stage5.gateway.upstream.Headers;
import stage5.gateway.upstream.SessionCheck;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.kit.problem.ProblemException;
import stage5.kit.problem.ProblemWriter;

/**
 * What every call to {@code /api} goes through: it is let in, then passed on to the service that owns its path, or on
 * to the resource that composes its answer. A plain route rather than a resource, for a resource would negotiate and
 * rewrite what is only to be passed on.
 */
@Singleton
public final class ApiRoute {

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);
    private static final String ORDERS = "/api/orders";
    private static final String UNKNOWN = "/api/{unknown}";

    private final Admission admission;
    private final SessionCheck sessions;
    private final PassThrough passThrough;
    private final ProblemWriter problems;
    private final Optional<Duration> streamPatience;

    ApiRoute(
            Admission admission,
            SessionCheck sessions,
            PassThrough passThrough,
            ProblemWriter problems,
            GatewayConfig config) {
        this.admission = admission;
        this.sessions = sessions;
        this.passThrough = passThrough;
        this.problems = problems;
        this.streamPatience = config.streams().patience();
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT).handler(this::handle);
    }

    private void handle(RoutingContext request) {
        Optional<Route> route = Routes.find(request.normalizedPath());
        nameInTelemetry(request, route.map(Route::template).orElse(UNKNOWN));
        admission
                .admit(request)
                .chain(() -> route.map(found -> passOn(request, found)).orElseGet(ApiRoute::nobodyThere))
                .subscribe()
                .with(done -> {}, failure -> problems.write(request, failure));
    }

    private Uni<Void> passOn(RoutingContext context, Route route) {
        HttpServerRequest request = context.request();
        if (!METHODS.contains(request.method())) {
            return Uni.createFrom().failure(notAllowed());
        }
        return switch (route.kind()) {
            case COMPOSED -> {
                context.next();
                yield Uni.createFrom().voidItem();
            }
            case STREAMED ->
                passThrough.stream(
                        withinPatience(forService(context, route)), stream -> Answers.write(request, stream));
            case PLAIN, KEPT ->
                sessionGoesOn(request, route)
                        .chain(() -> passThrough.answer(forService(context, route)))
                        .invoke(answer -> Answers.write(request, answer))
                        .replaceWithVoid();
        };
    }

    /** Fails with a 401 problem where somebody orders who has logged out. */
    private Uni<Void> sessionGoesOn(HttpServerRequest request, Route route) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean orders = request.method() == HttpMethod.POST && route.template().equals(ORDERS);
        if (!orders || authorization == null) {
            return Uni.createFrom().voidItem();
        }
        return sessions.ask(authorization)
                .onItem()
                .transformToUni(session -> session == SessionCheck.Session.ENDED
                        ? Uni.createFrom()
                                .failure(ProblemException.unauthorized("The session has ended: log in again."))
                        : Uni.createFrom().voidItem());
    }

    private static UpstreamRequest forService(RoutingContext context, Route route) {
        HttpServerRequest request = context.request();
        return new UpstreamRequest(
                request.method(),
                route,
                context.normalizedPath(),
                request.query(),
                Headers.toService(request),
                context.body().buffer());
    }

    /**
     * Asks for an answer that ends, where no stream can be passed on (<a
     * href="https://www.rfc-editor.org/rfc/rfc7240#section-4.3">RFC 7240, 4.3</a>). What the client prefers comes first,
     * and therefore counts.
     */
    private UpstreamRequest withinPatience(UpstreamRequest request) {
        streamPatience.ifPresent(patience -> request.headers().add("Prefer", "wait=" + patience.toSeconds()));
        return request;
    }

    /** The metric and the span of a request go by its route, or every product would make a time series of its own. */
    private static void nameInTelemetry(RoutingContext request, String template) {
        ((HttpServerRequestInternal) request.request()).context().putLocal("UrlPathTemplate", template);
    }

    private static Uni<Void> nobodyThere() {
        return Uni.createFrom()
                .failure(ProblemException.of(404, "not-found", "Not Found", "There is nothing at this address."));
    }

    private static ProblemException notAllowed() {
        return ProblemException.of(
                405, "method-not-allowed", "Method Not Allowed", "This address does not take that method.");
    }
}
