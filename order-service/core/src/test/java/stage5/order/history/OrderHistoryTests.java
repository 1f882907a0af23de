package stage5.order.history;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.TimeOrderedIds;
import stage5.kit.testing.Tokens;
import stage5.order.OrderServiceTest;

@QuarkusTest
class OrderHistoryTests extends OrderServiceTest {

    private static final String VIEWS = "order-views";

    @Inject
    DynamoDbAsyncClient dynamo;

    @Inject
    TimeOrderedIds ids;

    private final String customer = UUID.randomUUID().toString();

    @Test
    void shouldListOwnOrdersNewestFirst_whenPaging() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String order = shop.order(customer);
            newestFirst.addFirst(order);
            project(order);
        }
        project(shop.order(shop.customer()));

        List<List<String>> pages = pages(2);

        assertThat(pages.stream().flatMap(List::stream)).isEqualTo(newestFirst);
        assertThat(pages).hasSize(3);
    }

    /** DynamoDB ends a page of a query after 1 MB. */
    @Test
    void shouldListAllOrders_whenAPageIsLargerThanOneMegabyte() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String order = shop.order(customer);
            newestFirst.addFirst(order);
            Event placed = shop.eventsOf(order).getFirst();
            ((ObjectNode) placed.data().path("lines").get(0)).put("name", "x".repeat(350_000));
            shop.deliver(VIEWS, placed);
        }

        List<List<String>> pages = pages(20);

        assertThat(pages.stream().flatMap(List::stream)).isEqualTo(newestFirst);
        assertThat(pages).hasSizeGreaterThan(1);
    }

    @Test
    void shouldHaveNoNextPage_whenTheLimitEqualsTheNumberOfOrders() {
        project(shop.order(customer));
        project(shop.order(customer));

        shop.as(customer)
                .get("/api/orders?limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("next", nullValue());
    }

    @Test
    void shouldShowTheNewestState_whenEventsAreDuplicatedAndOutOfOrder() {
        String order = shop.order(customer);
        shop.deliver("order-saga", shop.stockRejected(order, "out-of-stock"));
        List<Event> backwards = new ArrayList<>(shop.eventsOf(order));
        Collections.reverse(backwards);

        for (Event event : backwards) {
            shop.deliver(VIEWS, event);
            shop.deliver(VIEWS, event);
        }

        shop.as(customer)
                .get("/api/orders")
                .then()
                .statusCode(200)
                .body("items.status", contains("rejected"))
                .body("items[0].reason", equalTo("out-of-stock"))
                .body("items[0].lines[0].name", equalTo("Mug at 1000"))
                .body("items[0].total.amount", equalTo(1000));
    }

    /** Earlier releases had time-ordered ids, and stored one item per order, without the sequence in its key. */
    @Test
    void shouldShowTheNewestState_whenAnEarlierReleaseStoredTheOrder() {
        List<String> newestFirst = new ArrayList<>();
        List<List<Event>> events = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            events.addFirst(cancelledOrderOfAnEarlierRelease());
            newestFirst.addFirst(orderId(events.getFirst().getFirst()));
            storeAsEarlierRelease(events.getFirst().getFirst());
        }
        shop.deliver(VIEWS, events.get(1).getLast());

        assertThat(pages(2).stream().flatMap(List::stream)).isEqualTo(newestFirst);
        shop.as(customer)
                .get("/api/orders")
                .then()
                .statusCode(200)
                .body("items.status", contains("placed", "cancelled", "placed", "placed"));
    }

    @Test
    void shouldShowTheNewestState_whenAnEarlierReleaseProjectedTheLaterEvent() {
        List<Event> events = cancelledOrderOfAnEarlierRelease();
        shop.deliver(VIEWS, events.getFirst());
        storeAsEarlierRelease(events.getLast());

        shop.as(customer).get("/api/orders").then().statusCode(200).body("items.status", contains("cancelled"));
    }

    @Test
    void shouldListTheOrdersOfEarlierReleasesLast_whenPaging() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<Event> events = cancelledOrderOfAnEarlierRelease();
            newestFirst.addFirst(orderId(events.getFirst()));
            shop.deliver(VIEWS, events.toArray(Event[]::new));
        }
        for (int i = 0; i < 3; i++) {
            String order = shop.order(customer);
            newestFirst.addFirst(order);
            project(order);
        }

        List<List<String>> pages = pages(2);

        assertThat(pages.stream().flatMap(List::stream)).isEqualTo(newestFirst);
        assertThat(pages).hasSize(3);
    }

    /** Returns the events of a cancelled order with a time-ordered id. */
    private List<Event> cancelledOrderOfAnEarlierRelease() {
        String order = shop.order(customer);
        shop.cancel(customer, order).then().statusCode(202);
        String id = ids.next();
        return shop.eventsOf(order).stream()
                .map(event -> EventCodec.read(EventCodec.write(event).replace(order, id)))
                .toList();
    }

    private static String orderId(Event event) {
        return event.data().path("orderId").asText();
    }

    private void storeAsEarlierRelease(Event event) {
        int generation = given().auth()
                .oauth2(Tokens.admin())
                .get("/api/read-models")
                .path("find { it.model == 'history' }.generation");
        dynamo.putItem(put -> put.tableName("order-view")
                        .item(Map.of(
                                "pk",
                                Attributes.s("history/" + generation + "/" + customer),
                                "sk",
                                Attributes.s(event.data().path("orderId").asText()),
                                "sequence",
                                Attributes.n(event.sequence()),
                                "status",
                                Attributes.s(event.data().path("status").asText()),
                                "event",
                                Attributes.s(EventCodec.write(event)))))
                .join();
    }

    @Test
    void shouldBeEmpty_whenThereAreNoOrders() {
        shop.as(customer).get("/api/orders").then().statusCode(200).body("items", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "limit=-1", "limit=x", "limit=1.5", "limit=99999999999"})
    void shouldNameTheLimit_whenItIsOutOfBounds(String query) {
        shop.as(customer).get("/api/orders?" + query).then().statusCode(400).body("errors[0].field", equalTo("limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=***", "cursor=_w"})
    void shouldNameTheCursor_whenItIsNotValid(String query) {
        shop.as(customer).get("/api/orders?" + query).then().statusCode(400).body("errors[0].field", equalTo("cursor"));
    }

    @Test
    void shouldReturn401_whenThereIsNoAccessToken() {
        given().get("/api/orders").then().statusCode(401);
    }

    /** Returns the ids of the customer's orders by page; follows {@code next} to the last page. */
    private List<List<String>> pages(int limit) {
        List<List<String>> pages = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification request = shop.as(customer).queryParam("limit", limit);
            Response page = (cursor == null ? request : request.queryParam("cursor", cursor)).get("/api/orders");
            page.then().statusCode(200);
            pages.add(page.path("items.id"));
            cursor = page.path("next");
        } while (cursor != null);
        return pages;
    }

    private void project(String order) {
        shop.deliver(VIEWS, shop.eventsOf(order).toArray(Event[]::new));
    }
}
