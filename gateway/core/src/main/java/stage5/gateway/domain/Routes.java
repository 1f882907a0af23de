package stage5.gateway.domain;

import static stage5.gateway.domain.KeyParameter.matching;
import static stage5.gateway.domain.KeyParameter.number;
import static stage5.gateway.domain.KeyParameter.oneOf;
import static stage5.gateway.domain.KeyParameter.search;
import static stage5.gateway.domain.RouteClass.LOG_IN;
import static stage5.gateway.domain.RouteClass.PLACING_ORDERS;
import static stage5.gateway.domain.RouteClass.SALES;
import static stage5.gateway.domain.RouteClass.SIGN_UP;
import static stage5.gateway.domain.RouteClass.STREAMS;
import static stage5.gateway.domain.Upstream.CATALOG;
import static stage5.gateway.domain.Upstream.ORDER;
import static stage5.gateway.domain.Upstream.USER;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The routes of the API: which service owns which paths. The most specific route comes first. */
public final class Routes {

    private static final String REST = "{rest}";

    private static final List<Route> ALL = List.of(
            Route.composed("/api/admin/resilience"),
            Route.composed("/api/home"),
            Route.composed("/api/orders/{id}/details"),
            Route.staleIfError(
                    "/api/products",
                    CATALOG,
                    matching("category", "[a-z][a-z0-9-]{1,39}"),
                    matching("cursor", "[A-Za-z0-9_-]{1,1024}"),
                    number("limit", 1, 100, 20),
                    search("q", 2, 64),
                    oneOf("sort", "name", "price", "-price", "popularity")),
            Route.plain("/api/products/import", CATALOG),
            Route.staleIfError("/api/products/{sku}", CATALOG),
            Route.plain("/api/products/{sku}/stock", CATALOG),
            Route.staleIfError("/api/categories", CATALOG),
            Route.plain("/api/orders", ORDER).posts(PLACING_ORDERS).repeatablePosts(),
            Route.plain("/api/orders/{id}", ORDER),
            Route.streamed("/api/orders/{id}/events", STREAMS),
            Route.plain("/api/orders/{id}/cancel", ORDER),
            Route.staleIfError("/api/bestsellers", ORDER, number("limit", 1, 100, 10))
                    .in(SALES),
            Route.plain("/api/sales", ORDER).in(SALES),
            Route.plain("/api/users", USER).posts(SIGN_UP),
            Route.plain("/api/users/me", USER),
            Route.plain("/api/users/me/password", USER),
            Route.plain("/api/sessions", USER).posts(LOG_IN),
            Route.plain("/api/sessions/refresh", USER),
            Route.plain("/api/sessions/current", USER),
            Route.plain("/api/sessions/{id}", USER),
            // All other paths below go to their owner, which may answer 404.
            Route.plain("/api/products/" + REST, CATALOG),
            Route.plain("/api/categories/" + REST, CATALOG),
            Route.plain("/api/orders/" + REST, ORDER),
            Route.plain("/api/bestsellers/" + REST, ORDER).in(SALES),
            Route.plain("/api/sales/" + REST, ORDER).in(SALES),
            Route.plain("/api/users/" + REST, USER),
            Route.plain("/api/sessions/" + REST, USER));

    private static final List<Compiled> COMPILED = ALL.stream()
            .map(route -> new Compiled(route, segments(route.template())))
            .toList();

    /** A route with the segments of its template, which would otherwise be split for each request. */
    private record Compiled(Route route, String[] segments) {}

    private Routes() {}

    /** Returns the route of a normalised path without query; empty if there is none. */
    public static Optional<Route> find(String path) {
        String[] segments = segments(path);
        for (Compiled each : COMPILED) {
            if (matches(each.segments(), segments)) {
                return Optional.of(each.route());
            }
        }
        return Optional.empty();
    }

    /** Returns all routes, the most specific first. */
    public static List<Route> all() {
        return ALL;
    }

    private static boolean matches(String[] template, String[] segments) {
        boolean hasRest = template[template.length - 1].equals(REST);
        int fixed = hasRest ? template.length - 1 : template.length;
        if (hasRest ? segments.length <= fixed : segments.length != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            boolean variable = template[i].startsWith("{");
            if (variable ? segments[i].isEmpty() : !segments[i].equals(template[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the segments between the slashes; a trailing slash adds none. */
    private static String[] segments(String path) {
        String[] split = path.split("/");
        return split.length == 0 ? split : Arrays.copyOfRange(split, 1, split.length);
    }
}
