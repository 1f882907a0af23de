package stage5.kit.web.telemetry;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;

/**
 * The template of a request's route, such as {@code /api/orders/{id}}, where Quarkus' spans and metrics look for it. Without one
 * they use the path, and clients could create any number of time series.
 */
public final class RouteTemplate {

    private static final String KEY = "UrlPathTemplate";
    private static final String NO_ROUTE = "/{unrouted}";

    private RouteTemplate() {}

    /** Returns the template; null if the request has none so far. */
    public static String of(HttpServerRequest request) {
        return context(request).getLocal(KEY);
    }

    public static void set(HttpServerRequest request, String template) {
        context(request).putLocal(KEY, template);
    }

    /** Names a request that is not routed; no effect if it has a template. */
    public static void setIfUnrouted(HttpServerRequest request) {
        if (of(request) == null) {
            set(request, NO_ROUTE);
        }
    }

    private static Context context(HttpServerRequest request) {
        return ((HttpServerRequestInternal) request).context();
    }
}
