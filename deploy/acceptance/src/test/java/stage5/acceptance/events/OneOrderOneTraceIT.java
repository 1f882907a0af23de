package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.acceptance.events.StoredTrace.Span;

/** Tests that one order is one trace, from the gateway's root span through every service to the mail. */
class OneOrderOneTraceIT {

    private static final Set<String> ALL_SERVICES =
            Set.of("gateway", "catalog-service", "order-service", "user-service", "notification-worker");

    @Test
    void shouldJoinAllServicesInOneTrace_whenAnOrderIsConfirmed() {
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        // The first request to a service also fetches the signing keys in its trace, so the second order is traced.
        ada.awaitSettled(ada.place(ShopUnderTest.anySku(), "tok_ok"));
        String traceId = StoredTrace.randomHex(16);
        String clientSpan = StoredTrace.randomHex(8);

        String order = ada.http()
                .with("traceparent", "00-" + traceId + "-" + clientSpan + "-01")
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/orders", TestCustomer.orderBody(ShopUnderTest.anySku(), 1, "tok_ok"))
                .expect(202)
                .field("id");
        assertThat(ada.awaitSettled(order).path("status").asText()).isEqualTo("confirmed");

        await("every service's spans have arrived").atMost(TestTimeouts.EFFECT).untilAsserted(() -> {
            StoredTrace trace = StoredTrace.read(traceId);
            assertThat(trace.has("notification-worker", "send mail")).isTrue();
            assertOneTrace(trace, clientSpan);
        });
    }

    private static void assertOneTrace(StoredTrace trace, String clientSpan) {
        assertThat(trace.services()).isEqualTo(ALL_SERVICES);

        Span gateway = trace.only("gateway", "SERVER");
        assertThat(gateway.parentSpanId()).isEqualTo(clientSpan);
        assertThat(trace.spans().stream().filter(span -> span.kind().equals("SERVER") && !span.equals(gateway)))
                .as("the gateway's client spans lead to the other services' server spans")
                .isNotEmpty()
                .allSatisfy(server -> {
                    Span parent = trace.parent(server);
                    assertThat(parent).as("its parent").isNotNull();
                    assertThat(parent.service()).isEqualTo("gateway");
                    assertThat(parent.kind()).isEqualTo("CLIENT");
                });
        assertThat(trace.only("order-service", "SERVER")).isNotNull();
        assertThat(trace.only("user-service", "SERVER")).isNotNull();

        assertConsumed(trace, "catalog-service", "process catalog-orders", "order-service");
        assertConsumed(trace, "order-service", "process order-saga", "catalog-service");
        assertConsumed(trace, "order-service", "process order-views", "order-service");
        assertConsumed(trace, "notification-worker", "process notification-mails", "order-service");

        assertThat(trace.spans().stream()
                        .filter(span -> span.kind().equals("PRODUCER"))
                        .map(Span::name))
                .contains("create order-events", "create catalog-events");
        assertThat(trace.spans().stream()
                        .filter(span -> span.kind().equals("CLIENT"))
                        .map(Span::name))
                .contains("send order-events", "send catalog-events");
        Map<String, Set<String>> systems = trace.spans().stream()
                .filter(span -> !span.dbSystem().isEmpty())
                .collect(Collectors.groupingBy(Span::service, Collectors.mapping(Span::dbSystem, Collectors.toSet())));
        assertThat(systems.get("order-service")).contains("aws.dynamodb", "redis");
        assertThat(systems.get("catalog-service")).contains("aws.dynamodb", "redis");
        assertThat(systems.get("notification-worker")).contains("aws.dynamodb");
    }

    @Test
    void shouldWriteALineOfTheAccessLogWithTheTrace_whenAnOrderIsPlaced() {
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        String traceId = StoredTrace.randomHex(16);

        ada.http()
                .with("traceparent", "00-" + traceId + "-" + StoredTrace.randomHex(8) + "-01")
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/orders?note=" + traceId, TestCustomer.orderBody(ShopUnderTest.anySku(), 1, "tok_ok"))
                .expect(202);

        for (String service : List.of("gateway", "order-service")) {
            await("the line of " + service).atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(
                            ShopUnderTest.logLines(
                                    service, line -> line.contains("access-log") && line.contains(traceId)))
                    .singleElement()
                    .asString()
                    .contains("\"POST /api/orders 202 ", "\"traceId\":\"" + traceId, "\"logGroup\"")
                    .doesNotContain("note="));
        }
    }

    /** For an order the gateway asks Redis only if it holds no leased rate-limit token of the customer. */
    @Test
    void shouldIncludeRedis_whenTheGatewayLooksForACopy() {
        String traceId = StoredTrace.randomHex(16);

        TestCustomer.signUp(ShopUnderTest.gateway())
                .http()
                .with("traceparent", "00-" + traceId + "-" + StoredTrace.randomHex(8) + "-01")
                .get("/api/products/" + ShopUnderTest.anySku())
                .expect(200);

        await("the gateway's spans have arrived").atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(
                        StoredTrace.read(traceId).spans())
                .filteredOn(span -> span.service().equals("gateway"))
                .extracting(Span::dbSystem)
                .contains("redis"));
    }

    @Test
    void shouldHaveNoOrphanedSpans_whenTheTraceIsComplete() {
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        String traceId = StoredTrace.randomHex(16);
        String clientSpan = StoredTrace.randomHex(8);
        ada.http()
                .with("traceparent", "00-" + traceId + "-" + clientSpan + "-01")
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/orders", TestCustomer.orderBody(ShopUnderTest.anySku(), 1, "tok_refused"))
                .expect(202);

        await("every span's parent has arrived").atMost(TestTimeouts.EFFECT).untilAsserted(() -> {
            StoredTrace trace = StoredTrace.read(traceId);
            assertThat(trace.has("notification-worker", "send mail")).isTrue();
            assertThat(trace.spans())
                    .allSatisfy(span -> assertThat(span.parentSpanId().equals(clientSpan) || trace.parent(span) != null)
                            .as(span.toString())
                            .isTrue());
        });
    }

    private static void assertConsumed(StoredTrace trace, String service, String name, String publisher) {
        assertThat(trace.named(service, name))
                .as("%s in %s", name, service)
                .isNotEmpty()
                .allSatisfy(span -> {
                    assertThat(span.kind()).isEqualTo("CONSUMER");
                    assertThat(trace.parent(span)).as("its parent").isNotNull();
                    assertThat(trace.parent(span).service()).isEqualTo(publisher);
                });
    }
}
