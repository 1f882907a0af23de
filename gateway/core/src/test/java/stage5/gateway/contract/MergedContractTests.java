package stage5.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import stage5.gateway.domain.Route;
import stage5.gateway.domain.RouteMethods;
import stage5.gateway.domain.Routes;

class MergedContractTests {

    @Test
    void shouldHaveARoute_whenAServicePublishesAPath() {
        Set<String> templates = new HashSet<>();
        Routes.all().stream()
                .map(Route::template)
                .map(MergedContractTests::shape)
                .forEach(templates::add);
        List<String> published = new ArrayList<>();
        MergedContract.merged().path("paths").fieldNames().forEachRemaining(published::add);

        // A path without a route of its own is still forwarded, but shares its metrics with others of that service.
        assertThat(published).map(MergedContractTests::shape).isSubsetOf(templates);
    }

    @Test
    void shouldAllowEachMethod_whenAServicePublishesIt() {
        Map<String, Set<String>> published = new TreeMap<>();
        MergedContract.merged().path("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> published
                        .computeIfAbsent(shape(path.getKey()), shape -> new TreeSet<>())
                        .add(method.toUpperCase(Locale.ROOT))));

        Map<String, Set<String>> allowed = new TreeMap<>();
        Routes.all().stream()
                .filter(route -> !route.template().endsWith("{rest}") && published.containsKey(shape(route.template())))
                .forEach(route -> {
                    Set<String> methods =
                            new TreeSet<>(List.of(RouteMethods.allow(route).split(", ")));
                    assertThat(methods).allMatch(method -> method.equals("OPTIONS") || RouteMethods.has(route, method));
                    methods.removeAll(Set.of("HEAD", "OPTIONS"));
                    allowed.put(shape(route.template()), methods);
                });

        published.values().forEach(methods -> methods.retainAll(Set.of("GET", "POST", "PUT", "PATCH", "DELETE")));
        assertThat(allowed).isEqualTo(published);
    }

    @Test
    void shouldResolveEachReference_whenMerged() {
        ObjectNode merged = MergedContract.merged();

        assertThat(merged.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        merged.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    /** Returns the path with unnamed variables: services may name them differently. */
    private static String shape(String path) {
        return path.replaceAll("\\{\\w+}", "{}");
    }
}
