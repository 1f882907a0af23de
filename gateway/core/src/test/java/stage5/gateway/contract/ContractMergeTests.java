package stage5.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ContractMergeTests {

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String OWN = """
            paths:
              /api/home:
                get: {operationId: home, responses: {'200': {description: own}}}
            components:
              responses:
                '429': {description: too many}
              schemas:
                Problem: {type: object}
            """;

    private static final String CATALOG = """
            tags: [{name: products}]
            paths:
              /api/products:
                parameters: []
                get:
                  operationId: list
                  responses:
                    '200': {$ref: '#/components/responses/Listing'}
                    '429': {description: its own}
              /.well-known/keys:
                get: {operationId: keys}
            components:
              responses:
                Listing: {content: {application/json: {schema: {$ref: '#/components/schemas/Money'}}}}
              schemas:
                Problem: {type: object}
                Money: {type: integer}
            """;

    private static final String ORDER = """
            tags: [{name: products}, {name: orders}]
            paths:
              /api/orders:
                get: {operationId: history, responses: {'200': {$ref: '#/components/responses/Listing'}}}
            components:
              responses:
                Listing: {content: {application/json: {schema: {$ref: '#/components/schemas/Money'}}}}
              schemas:
                Money: {type: object}
                Line: {properties: {price: {$ref: '#/components/schemas/Money'}}}
            """;

    @Test
    void shouldContainTheOperationsOfAll_whenTheirPathsAreForwarded() {
        ObjectNode merged =
                merge().add("catalog", yaml(CATALOG)).add("order", yaml(ORDER)).result();

        assertThat(merged.path("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("/api/home", "/api/products", "/api/orders");
        assertThat(merged.path("tags").findValuesAsText("name")).containsExactly("products", "orders");
    }

    @Test
    void shouldKeepOneComponent_whenServicesHaveTheSame() {
        ObjectNode schemas =
                (ObjectNode) merge().add("catalog", yaml(CATALOG)).result().at("/components/schemas");

        assertThat(schemas.fieldNames()).toIterable().containsExactlyInAnyOrder("Problem", "Money");
    }

    @Test
    void shouldKeepOneSchema_whenServicesDescribeItDifferently() {
        ObjectNode merged = merge().add(
                        "catalog",
                        yaml(CATALOG.replace(
                                "Problem: {type: object}", "Problem: {type: object, description: a, example: b}")))
                .result();

        assertThat(merged.at("/components/schemas").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Problem", "Money");
    }

    @Test
    void shouldKeepBothSchemas_whenFieldsAreNamedLikeDocumentationKeywords() {
        String one = "Money: {properties: {title: {type: string}}}";
        String other = "Money: {properties: {description: {type: string}}}";

        ObjectNode merged = merge().add("catalog", yaml(CATALOG.replace("Money: {type: integer}", one)))
                .add("order", yaml(ORDER.replace("Money: {type: object}", other)))
                .result();

        assertThat(merged.at("/components/schemas/order.Money").isMissingNode()).isFalse();
    }

    @Test
    void shouldKeepBothComponents_whenTheirNamesAreTheSame() {
        ObjectNode merged =
                merge().add("catalog", yaml(CATALOG)).add("order", yaml(ORDER)).result();

        assertThat(merged.at("/components/schemas/Money/type").asText()).isEqualTo("integer");
        assertThat(merged.at("/components/schemas/order.Money/type").asText()).isEqualTo("object");
        assertThat(merged.at("/components/schemas/Line/properties/price/$ref").asText())
                .isEqualTo("#/components/schemas/order.Money");
    }

    @Test
    void shouldKeepBothComponents_whenOnlyTheirReferencesDiffer() {
        ObjectNode merged =
                merge().add("catalog", yaml(CATALOG)).add("order", yaml(ORDER)).result();

        assertThat(merged.at("/paths/~1api~1products/get/responses/200/$ref").asText())
                .isEqualTo("#/components/responses/Listing");
        assertThat(merged.at("/paths/~1api~1orders/get/responses/200/$ref").asText())
                .isEqualTo("#/components/responses/order.Listing");
        assertThat(merged.at("/components/responses/order.Listing/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/order.Money");
    }

    @Test
    void shouldAddTheGatewaysResponses_whenTheServiceDoesNotDeclareThem() {
        ObjectNode merged = merge().add("catalog", yaml(CATALOG)).result();

        assertThat(merged.at("/paths/~1api~1home/get/responses/429/$ref").asText())
                .isEqualTo("#/components/responses/429");
        assertThat(merged.at("/paths/~1api~1products/get/responses/429/description")
                        .asText())
                .isEqualTo("its own");
    }

    @Test
    void shouldFail_whenTwoServicesOwnOnePath() {
        ContractMerge merge = merge().add("catalog", yaml(CATALOG));

        assertThatThrownBy(() -> merge.add("other", yaml(CATALOG.replace("operationId: list", "operationId: other"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/api/products");
    }

    @Test
    void shouldFail_whenTwoOperationsHaveOneId() {
        ContractMerge merge = merge().add("catalog", yaml(CATALOG));

        assertThatThrownBy(() -> merge.add("order", yaml(ORDER.replace("history", "list"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("list");
    }

    private static ContractMerge merge() {
        return new ContractMerge(yaml(OWN), path -> path.startsWith("/api/"));
    }

    private static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
