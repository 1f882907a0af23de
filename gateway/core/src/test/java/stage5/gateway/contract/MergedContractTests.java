package stage5.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stage5.gateway.domain.Route;
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
