package stage5.gateway.domain;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The methods of each route, as the merged contract states them. Where there is {@code GET}, there is {@code HEAD} (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2">RFC 9110, 9.3.2</a>); the gateway answers {@code OPTIONS}.
 */
public final class RouteMethods {

    private static final Map<String, List<String>> BY_TEMPLATE = Map.ofEntries(
            Map.entry("/api/home", List.of("GET")),
            Map.entry("/api/admin/resilience", List.of("GET")),
            Map.entry("/api/products", List.of("GET", "POST")),
            Map.entry("/api/products/import", List.of("POST")),
            Map.entry("/api/products/{sku}", List.of("GET", "PATCH")),
            Map.entry("/api/products/{sku}/stock", List.of("PUT")),
            Map.entry("/api/categories", List.of("GET")),
            Map.entry("/api/orders", List.of("GET", "POST")),
            Map.entry("/api/orders/{id}", List.of("GET")),
            Map.entry("/api/orders/{id}/details", List.of("GET")),
            Map.entry("/api/orders/{id}/events", List.of("GET")),
            Map.entry("/api/orders/{id}/cancel", List.of("POST")),
            Map.entry("/api/bestsellers", List.of("GET")),
            Map.entry("/api/sales", List.of("GET")),
            Map.entry("/api/users", List.of("POST")),
            Map.entry("/api/users/me", List.of("GET", "PUT", "PATCH")),
            Map.entry("/api/users/me/password", List.of("PUT")),
            Map.entry("/api/sessions", List.of("GET", "POST", "DELETE")),
            Map.entry("/api/sessions/{id}", List.of("DELETE")),
            Map.entry("/api/sessions/refresh", List.of("POST")),
            Map.entry("/api/sessions/current", List.of("GET", "DELETE")));

    /** Those of paths that the contract does not have: their owner answers 404, or 405. */
    private static final String ANY = allow(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));

    private static final Map<String, String> ALLOW = BY_TEMPLATE.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> allow(each.getValue())));

    private static final List<String> ANY_METHODS = List.of(ANY.split(", "));

    private RouteMethods() {}

    /** Returns the value of {@code Allow} for a route (RFC 9110, 10.2.1), in alphabetical order. */
    public static String allow(Route route) {
        return ALLOW.getOrDefault(route.template(), ANY);
    }

    /** Returns the value of {@code Allow} for the server as a whole: {@code OPTIONS *}. */
    public static String allowAnywhere() {
        return ANY;
    }

    /** Returns whether a route has the method. */
    public static boolean has(Route route, String method) {
        return Optional.ofNullable(BY_TEMPLATE.get(route.template()))
                .map(methods -> methods.contains(method.equals("HEAD") ? "GET" : method))
                .orElseGet(() -> ANY_METHODS.contains(method));
    }

    private static String allow(Collection<String> methods) {
        SortedSet<String> all = new TreeSet<>(methods);
        all.add("OPTIONS");
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        return String.join(", ", all);
    }
}
