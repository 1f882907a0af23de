package stage5.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.TestCustomer;

/**
 * Generates requests from the OpenAPI document. A request that violates a schema must get a 4xx problem and change
 * nothing, and every response status must be documented. jqwik prints the seed of a failed run.
 */
class ApiDocumentIT {

    private static final String TIME_BUDGET = "Stage5-Time-Budget";

    private final ApiDocument document = ApiDocument.read();
    private final List<ApiOperation> operations = document.operations();
    private final TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
    private Map<String, Long> before;

    @BeforeProperty
    void countItems() {
        ShopUnderTest.awaitIdle();
        before = ShopUnderTest.itemCounts();
    }

    @AfterProperty
    void assertNothingWasWritten() {
        assertThat(ShopUnderTest.itemCounts()).isEqualTo(before);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldRefuseAndChangeNothing_whenTheBodyViolatesItsSchema(@ForAll("operationsWithBody") RequestCase request) {
        SchemaValues values = new SchemaValues(document, request.random());
        ApiOperation operation = request.operation();
        JsonNode invalid = values.invalid(operation.body(), values.valid(operation.body()));

        ApiResponse response = send(operation, values, invalid.toString());

        assertThat(response.status())
                .as("%s with %s: %s", operation, invalid, response.text())
                .isBetween(400, 499);
        response.expectProblem(response.status());
        assertDocumented(operation, response);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldReturnDocumentedStatuses_whenParametersAreRandom(@ForAll("operationsThatRead") RequestCase request) {
        SchemaValues values = new SchemaValues(document, request.random());

        ApiResponse response = send(request.operation(), values, null);

        assertDocumented(request.operation(), response);
        if (response.status() >= 400) {
            response.expectProblem(response.status());
        }
    }

    @Provide
    Arbitrary<RequestCase> operationsWithBody() {
        return requestCases(operations.stream()
                .filter(operation -> !operation.body().isMissingNode())
                .toList());
    }

    @Provide
    Arbitrary<RequestCase> operationsThatRead() {
        return requestCases(operations.stream()
                .filter(operation -> operation.method().equals("GET"))
                .toList());
    }

    private static Arbitrary<RequestCase> requestCases(List<ApiOperation> operations) {
        assertThat(operations).hasSizeGreaterThan(3);
        return Combinators.combine(Arbitraries.of(operations), Arbitraries.longs())
                .as(RequestCase::new);
    }

    private static void assertDocumented(ApiOperation operation, ApiResponse response) {
        assertThat(operation.documents(response.status()))
                .as(
                        "%s returned %d, which its document does not list: %s",
                        operation, response.status(), response.text())
                .isTrue();
    }

    private ApiResponse send(ApiOperation operation, SchemaValues values, String body) {
        ApiClient http = operation.secured() ? ada.http() : ShopUnderTest.gateway();
        if (body != null && needsAdmin(operation)) {
            http = ShopUnderTest.admin();
        }
        String path = operation.path();
        List<String> query = new ArrayList<>();
        boolean withoutTime = false;
        for (ApiOperation.Parameter parameter : operation.parameters()) {
            boolean isValid = body != null || values.valid(BOOLEAN).asBoolean();
            JsonNode valid = values.valid(parameter.schema());
            JsonNode value = isValid ? valid : values.invalid(parameter.schema(), valid);
            String text = value.isValueNode() ? value.asText() : value.toString();
            switch (parameter.in()) {
                case "path" -> path = path.replace("{" + parameter.name() + "}", encode(text.isEmpty() ? "-" : text));
                case "query" -> query.add(parameter.name() + "=" + encode(text));
                case "header" -> {
                    http = http.with(parameter.name(), headerValue(parameter.name(), text));
                    withoutTime |= parameter.name().equals(TIME_BUDGET) && !value.equals(valid);
                }
                default -> {}
            }
        }
        String target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        ApiClient caller = http;
        boolean accepts503 = withoutTime; // an invalid time budget rightly leads to 503
        return await("the shop sheds no load")
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> caller.send(operation.method(), target, body),
                        response -> accepts503 || response.status() != 503);
    }

    private static boolean needsAdmin(ApiOperation operation) {
        return operation.path().startsWith("/api/products");
    }

    private static String headerValue(String name, String text) {
        return name.equals("Idempotency-Key")
                ? UUID.randomUUID().toString()
                : text.replaceAll("[^\\x20-\\x7e]", "?").strip();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static final JsonNode BOOLEAN = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
            .objectNode()
            .put("type", "boolean");

    /** One generated request: its operation and the seed of all its random values. */
    record RequestCase(ApiOperation operation, long seed) {

        Random random() {
            return new Random(seed);
        }
    }
}
