package stage5.order.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;

/** The event stream of an order in a function, which cannot stream: a browser gets all events by repeated requests. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class OrderEventsFunctionTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    EventFactory events;

    @Inject
    Consumption consumption;

    @All
    @Inject
    List<EventConsumer> consumers;

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String customer = UUID.randomUUID().toString();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void shouldSendEachEventOnce_whenTheBrowserReconnects() throws Exception {
        String order = order();

        HttpResponse<String> placed = follow(order, null, TIMEOUT);
        assertThat(placed.statusCode()).as(placed.body()).isEqualTo(200);
        assertThat(placed.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(placed.body())
                .contains("id:1\nevent:order.placed\n", "retry:500\n")
                .doesNotContain("id:2");

        HttpResponse<String> nothing = follow(order, "1", Duration.ofMillis(1500));
        assertThat(nothing.body()).contains("retry:500\n").doesNotContain("id:");

        deliver(
                "order-saga",
                events.first(
                        "stage5.stock.rejected.v1",
                        "reservation/" + order,
                        1,
                        Map.of(
                                "orderId",
                                order,
                                "lines",
                                List.of(),
                                "reason",
                                "out-of-stock",
                                "shortages",
                                List.of())));
        HttpResponse<String> rejected = follow(order, "1", TIMEOUT);
        assertThat(rejected.body())
                .contains("id:2\nevent:order.rejected\n", "out-of-stock")
                .doesNotContain("id:1", "retry:");
    }

    @Test
    void shouldReturnAProblem_whenAnotherCustomerOwnsTheOrder() throws Exception {
        HttpResponse<String> refused = follow(UUID.randomUUID().toString(), null, TIMEOUT);

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private String order() throws Exception {
        String sku = "mug-" + UUID.randomUUID();
        deliver(
                "order-prices",
                events.first(
                        "stage5.product.added.v1",
                        "product/" + sku,
                        1,
                        Map.of(
                                "sku",
                                sku,
                                "name",
                                "Mug",
                                "category",
                                "kitchen",
                                "description",
                                "Holds tea",
                                "price",
                                Map.of("amount", 1000, "currency", "EUR"),
                                "status",
                                "active")));
        HttpResponse<String> placed = send(request("")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(
                        Map.of("lines", List.of(Map.of("sku", sku, "quantity", 1)), "paymentToken", "tok_visa")))));
        assertThat(placed.statusCode()).as(placed.body()).isEqualTo(202);
        return JSON.readTree(placed.body()).path("id").asText();
    }

    private void deliver(String queue, Event event) {
        EventConsumer consumer = consumers.stream()
                .filter(each -> each.queue().equals(queue))
                .findFirst()
                .orElseThrow();
        assertThat(consumption
                        .consume(consumer, List.of(new Delivery("m", EventCodec.write(event))))
                        .await()
                        .atMost(TIMEOUT))
                .isEmpty();
    }

    private HttpResponse<String> follow(String order, String lastEventId, Duration budget) throws Exception {
        HttpRequest.Builder request = request("/" + order + "/events")
                .header("Accept", "text/event-stream")
                .header("Stage5-Time-Budget", Long.toString(budget.toMillis()));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/orders" + path))
                .header("Authorization", "Bearer " + Tokens.customer(customer));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
