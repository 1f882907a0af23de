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

class WholeContractTests {

    @Test
    void shouldHaveARouteOfItsOwn_whenAServicePublishesAPath() {
        Set<String> templates = new HashSet<>();
        Routes.all().stream()
                .map(Route::template)
                .map(WholeContractTests::shape)
                .forEach(templates::add);
        List<String> published = new ArrayList<>();
        WholeContract.merged().path("paths").fieldNames().forEachRemaining(published::add);

        // Else its calls would still be passed on, but counted together with others of that service.
        assertThat(published).map(WholeContractTests::shape).isSubsetOf(templates);
    }

    @Test
    void shouldHoldWhatItRefersTo_whereverItRefers() {
        ObjectNode whole = WholeContract.merged();

        assertThat(whole.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        whole.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    /** Returns the path with nameless variables: what they are called is the service's affair. */
    private static String shape(String path) {
        return path.replaceAll("\\{\\w+}", "{}");
    }
}
