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
import stage5.acceptance.Shop;
import stage5.acceptance.client.Answer;
import stage5.acceptance.client.Customer;
import stage5.acceptance.client.Http;

/**
 * Drives the whole API from its own document: whatever a schema forbids is refused with a 4xx problem and changes
 * nothing, and no answer is one that the document does not name. jqwik prints the seed of a run that fails.
 */
class ApiDocumentIT {

    private static final int TRIES = 400;
    private static final String TIME_BUDGET = "Stage5-Time-Budget";

    private final ApiDocument document = ApiDocument.read();
    private final List<Operation> operations = document.operations();
    private final Customer ada = Customer.signUp(Shop.gateway());
    private Map<String, Long> before;

    @BeforeProperty
    void countWhatIsStored() {
        Shop.awaitQuiet();
        before = Shop.storedItems();
    }

    @AfterProperty
    void nothingWasWritten() {
        assertThat(Shop.storedItems()).isEqualTo(before);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void shouldRefuseAndChangeNothing_whenTheBodyBreaksItsSchema(@ForAll("operationsWithBody") Draw draw) {
        Values values = new Values(document, draw.random());
        Operation operation = draw.operation();
        JsonNode broken = values.broken(operation.body(), values.valid(operation.body()));

        Answer answer = send(operation, values, broken.toString());

        assertThat(answer.status())
                .as("%s with %s: %s", operation, broken, answer.text())
                .isBetween(400, 499);
        answer.expectProblem(answer.status());
        assertDocumented(operation, answer);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void shouldAnswerOnlyWhatIsDocumented_whenParametersAreAnything(@ForAll("operationsThatRead") Draw draw) {
        Values values = new Values(document, draw.random());

        Answer answer = send(draw.operation(), values, null);

        assertDocumented(draw.operation(), answer);
        if (answer.status() >= 400) {
            answer.expectProblem(answer.status());
        }
    }

    @Provide
    Arbitrary<Draw> operationsWithBody() {
        return draws(operations.stream()
                .filter(operation -> !operation.body().isMissingNode())
                .toList());
    }

    @Provide
    Arbitrary<Draw> operationsThatRead() {
        return draws(operations.stream()
                .filter(operation -> operation.method().equals("GET"))
                .toList());
    }

    private static Arbitrary<Draw> draws(List<Operation> operations) {
        assertThat(operations).hasSizeGreaterThan(3);
        return Combinators.combine(Arbitraries.of(operations), Arbitraries.longs())
                .as(Draw::new);
    }

    private static void assertDocumented(Operation operation, Answer answer) {
        assertThat(operation.documents(answer.status()))
                .as("%s answered %d, which its document does not name: %s", operation, answer.status(), answer.text())
                .isTrue();
    }

    private Answer send(Operation operation, Values values, String body) {
        Http http = operation.secured() ? ada.http() : Shop.gateway();
        if (body != null && needsAdmin(operation)) {
            http = Shop.admin();
        }
        String path = operation.path();
        List<String> query = new ArrayList<>();
        boolean inAHurry = false;
        for (Operation.Parameter parameter : operation.parameters()) {
            boolean sane = body != null || values.valid(BOOLEAN).asBoolean();
            JsonNode valid = values.valid(parameter.schema());
            JsonNode value = sane ? valid : values.broken(parameter.schema(), valid);
            String text = value.isValueNode() ? value.asText() : value.toString();
            switch (parameter.in()) {
                case "path" -> path = path.replace("{" + parameter.name() + "}", encode(text.isEmpty() ? "-" : text));
                case "query" -> query.add(parameter.name() + "=" + encode(text));
                case "header" -> {
                    http = http.with(parameter.name(), headerValue(parameter.name(), text));
                    inAHurry |= parameter.name().equals(TIME_BUDGET) && !value.equals(valid);
                }
                default -> {}
            }
        }
        String target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        Http caller = http;
        boolean isAnswerEnough = inAHurry; // who gives no time is rightly answered 503
        return await("the shop is not too busy to answer")
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> caller.send(operation.method(), target, body),
                        answer -> isAnswerEnough || answer.status() != 503);
    }

    private static boolean needsAdmin(Operation operation) {
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

    /** An operation, and the seed of everything that is drawn for one request to it. */
    record Draw(Operation operation, long seed) {

        Random random() {
            return new Random(seed);
        }
    }
}
