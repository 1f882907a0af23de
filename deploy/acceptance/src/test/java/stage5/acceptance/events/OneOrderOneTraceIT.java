package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Customer;
import stage5.acceptance.client.Patience;
import stage5.acceptance.events.Trace.Span;

/** One order is one trace, from the gateway's first span to the mail, through every service. */
class OneOrderOneTraceIT {

    private static final Set<String> ALL_SERVICES =
            Set.of("gateway", "catalog-service", "order-service", "user-service", "notification-worker");

    @Test
    void shouldJoinAllServicesInOneTrace_whenAnOrderIsConfirmed() {
        Customer ada = Customer.signUp(Shop.gateway());
        // Whoever comes first to a service has the fetching of the keys in her trace; this order comes second.
        ada.settled(ada.order(Shop.anySku(), 1).expect(202).at("id"));
        String traceId = Trace.id(16);
        String clientSpan = Trace.id(8);

        String order = ada.http()
                .with("traceparent", "00-" + traceId + "-" + clientSpan + "-01")
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/orders", Customer.orderOf(Shop.anySku(), 1, "tok_ok"))
                .expect(202)
                .at("id");
        assertThat(ada.settled(order).path("status").asText()).isEqualTo("confirmed");

        await("every service's spans have arrived").atMost(Patience.EFFECT).untilAsserted(() -> {
            Trace trace = Trace.read(traceId);
            assertThat(trace.has("notification-worker", "send mail")).isTrue();
            assertOneTrace(trace, clientSpan);
        });
    }

    private static void assertOneTrace(Trace trace, String clientSpan) {
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
                .contains("send order-events", "send catalog-events", "send notification-events");
        Map<String, Set<String>> systems = trace.spans().stream()
                .filter(span -> !span.dbSystem().isEmpty())
                .collect(Collectors.groupingBy(Span::service, Collectors.mapping(Span::dbSystem, Collectors.toSet())));
        assertThat(systems.get("order-service")).contains("dynamodb", "redis");
        assertThat(systems.get("catalog-service")).contains("dynamodb", "redis");
        assertThat(systems.get("notification-worker")).contains("dynamodb");
        assertThat(systems.get("gateway")).contains("redis");
    }

    @Test
    void shouldHaveNoOrphans_whenTheTraceIsComplete() {
        Customer ada = Customer.signUp(Shop.gateway());
        String traceId = Trace.id(16);
        String clientSpan = Trace.id(8);
        ada.http()
                .with("traceparent", "00-" + traceId + "-" + clientSpan + "-01")
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/orders", Customer.orderOf(Shop.anySku(), 1, "tok_refused"))
                .expect(202);

        await("every span's parent has arrived").atMost(Patience.EFFECT).untilAsserted(() -> {
            Trace trace = Trace.read(traceId);
            assertThat(trace.has("notification-worker", "send mail")).isTrue();
            assertThat(trace.spans())
                    .allSatisfy(span -> assertThat(span.parentSpanId().equals(clientSpan) || trace.parent(span) != null)
                            .as(span.toString())
                            .isTrue());
        });
    }

    private static void assertConsumed(Trace trace, String service, String name, String publisher) {
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
