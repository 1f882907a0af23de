package stage5.kit.web.telemetry;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Provides the template of the route, such as {@code /api/orders/{id}}, to the pattern of Quarkus' access log as {@code %{d,route}}.
 * The access log itself has only the path, which may contain anything.
 */
@Singleton
class AccessLogRoute {

    private static final String DATA = "route";

    /** Before all other filters, so that requests that these refuse have their route too. */
    private static final int PRIORITY = 10_000;

    void register(@Observes Filters filters) {
        filters.register(AccessLogRoute::provide, PRIORITY);
    }

    /** The template is known once the response begins, and the line is written when it ends. */
    private static void provide(RoutingContext request) {
        request.addHeadersEndHandler(begun -> {
            String template = RouteTemplate.of(request.request());
            if (template != null) {
                request.put(DATA, template);
            }
        });
        request.next();
    }
}
