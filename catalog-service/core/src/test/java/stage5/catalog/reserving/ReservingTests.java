package stage5.catalog.reserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import stage5.catalog.CatalogApi;
import stage5.catalog.DynamoRequests;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.ReservationStatus;
import stage5.catalog.domain.Stock;
import stage5.catalog.store.ProductStore;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.EventContract;
import stage5.kit.testing.events.PublisherVersion;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class ReservingTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final EventContract ORDERS = EventContract.of("order-service");
    private static final String EXAMPLE_ORDER = "019a9c70-1b2c-7d3e-8f4a-5b6c7d8e9f01";

    @Inject
    OrderEvents orders;

    @Inject
    OrderConsumer consumer;

    @Inject
    Reservations reservations;

    @Inject
    ProductStore products;

    @Inject
    EventStore events;

    private final String orderId = OrderEvents.newId();

    @Test
    void shouldReserveAllLines_whenStockSuffices() {
        String mug = CatalogApi.stocked(5);
        String tea = CatalogApi.stocked(1);
        Event placed = OrderEvents.placed(orderId, new ReservationLine(mug, 2), new ReservationLine(tea, 1));

        assertThat(orders.deliver(placed)).isEmpty();

        assertStock(mug, 3, 2, 0);
        assertStock(tea, 0, 1, 0);
        assertThat(reservation()).isEqualTo(ReservationStatus.RESERVED);
        assertThat(published()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(ReservationData.RESERVED);
            assertThat(EventCodec.data(event, ReservationData.class).lines())
                    .containsExactly(new ReservationLine(mug, 2), new ReservationLine(tea, 1));
            assertThat(event.sequence()).isEqualTo(1);
            assertThat(event.causationid()).isEqualTo(placed.id());
            assertThat(event.correlationid()).isEqualTo(placed.correlationid());
        });
    }

    @Test
    void shouldReserveNothing_whenOneLineIsShort() {
        String mug = CatalogApi.stocked(5);
        String tea = CatalogApi.stocked(1);

        assertThat(orders.deliver(
                        OrderEvents.placed(orderId, new ReservationLine(mug, 2), new ReservationLine(tea, 3))))
                .isEmpty();

        assertStock(mug, 5, 0, 0);
        assertStock(tea, 1, 0, 0);
        assertThat(reservation()).isEqualTo(ReservationStatus.REJECTED);
        assertThat(published()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(ReservationData.REJECTED);
            ReservationData data = EventCodec.data(event, ReservationData.class);
            assertThat(data.reason()).isEqualTo(ReservationData.OUT_OF_STOCK);
            assertThat(data.shortages()).singleElement().satisfies(shortage -> {
                assertThat(shortage.sku()).isEqualTo(tea);
                assertThat(shortage.requested()).isEqualTo(3);
                assertThat(shortage.available()).isEqualTo(1);
            });
        });
    }

    @Test
    void shouldAddUpLines_whenTheyHaveTheSameProduct() {
        String mug = CatalogApi.stocked(5);
        String second = OrderEvents.newId();

        assertThat(orders.deliver(
                        OrderEvents.placed(orderId, new ReservationLine(mug, 2), new ReservationLine(mug, 3))))
                .isEmpty();
        assertThat(orders.deliver(OrderEvents.placed(second, new ReservationLine(mug, 1))))
                .isEmpty();

        assertStock(mug, 0, 5, 0);
        assertThat(EventCodec.data(published().getFirst(), ReservationData.class)
                        .lines())
                .containsExactly(new ReservationLine(mug, 5));
        assertThat(read("reservation/" + second)).extracting(Event::type).containsExactly(ReservationData.REJECTED);
    }

    @Test
    void shouldReportUnknownProduct_whenItIsRetiredOrDoesNotExist() {
        String retired = CatalogApi.stocked(5);
        CatalogApi.change(retired, "*", Map.of("status", "retired")).then().statusCode(200);

        for (String sku : List.of(retired, "no-such-sku")) {
            String order = OrderEvents.newId();
            assertThat(orders.deliver(OrderEvents.placed(order, new ReservationLine(sku, 1))))
                    .isEmpty();

            assertThat(read("reservation/" + order)).singleElement().satisfies(event -> {
                ReservationData data = EventCodec.data(event, ReservationData.class);
                assertThat(data.reason()).isEqualTo(ReservationData.UNKNOWN_PRODUCT);
                assertThat(data.shortages()).singleElement().satisfies(shortage -> assertThat(shortage.available())
                        .isZero());
            });
        }
        assertStock(retired, 5, 0, 0);
    }

    @Test
    void shouldReserve_whenAnOrderHasFiftyLines() {
        ReservationLine[] lines = IntStream.range(0, 50)
                .mapToObj(i -> new ReservationLine(CatalogApi.stocked(2), 1))
                .toArray(ReservationLine[]::new);

        assertThat(orders.deliver(OrderEvents.placed(orderId, lines))).isEmpty();
        assertThat(orders.deliver(OrderEvents.settled(OrderData.CANCELLED, orderId, lines)))
                .isEmpty();

        assertThat(lines).allSatisfy(line -> assertStock(line.sku(), 2, 0, 0));
        assertThat(published())
                .extracting(Event::type)
                .containsExactly(ReservationData.RESERVED, ReservationData.RELEASED);
    }

    @Test
    void shouldSell_whenTheOrderIsConfirmed() {
        String mug = CatalogApi.stocked(5);
        orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2)));

        assertThat(orders.deliver(OrderEvents.settled(OrderData.CONFIRMED, orderId, new ReservationLine(mug, 2))))
                .isEmpty();

        assertStock(mug, 3, 0, 2);
        assertThat(reservation()).isEqualTo(ReservationStatus.SOLD);
        assertThat(published()).extracting(Event::type).containsExactly(ReservationData.RESERVED);
    }

    @Test
    void shouldKeepTheVersion_whenReservedUnitsAreSold() {
        String mug = CatalogApi.stocked(5);
        orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2)));
        long reserved = stock(mug).version();

        orders.deliver(OrderEvents.settled(OrderData.CONFIRMED, orderId, new ReservationLine(mug, 2)));

        assertThat(stock(mug).version()).isEqualTo(reserved).isEqualTo(2);
    }

    @Test
    void shouldFailUntilRedelivered_whenTheOrderIsConfirmedBeforeItsStockIsReserved() {
        String mug = CatalogApi.stocked(5);
        Event confirmed = OrderEvents.settled(OrderData.CONFIRMED, orderId, new ReservationLine(mug, 2));

        assertThatThrownBy(() -> consumer.on(confirmed).await().atMost(TIMEOUT))
                .isInstanceOf(OutOfOrderException.class);
        assertStock(mug, 5, 0, 0);

        assertThat(orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2))))
                .isEmpty();
        assertThat(orders.deliver(confirmed)).isEmpty();
        assertStock(mug, 3, 0, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {OrderData.REJECTED, OrderData.CANCELLED})
    void shouldReleaseTheStock_whenTheOrderIsRejectedOrCancelled(String type) {
        String mug = CatalogApi.stocked(5);
        orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2)));

        assertThat(orders.deliver(OrderEvents.settled(type, orderId, new ReservationLine(mug, 2))))
                .isEmpty();

        assertStock(mug, 5, 0, 0);
        assertThat(published())
                .extracting(Event::type, Event::sequence)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(ReservationData.RESERVED, 1L),
                        org.assertj.core.groups.Tuple.tuple(ReservationData.RELEASED, 2L));
    }

    @Test
    void shouldReleaseNothing_whenNothingWasReserved() {
        String mug = CatalogApi.stocked(1);
        orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2)));

        assertThat(orders.deliver(OrderEvents.settled(OrderData.REJECTED, orderId, new ReservationLine(mug, 2))))
                .isEmpty();

        assertStock(mug, 1, 0, 0);
        assertThat(published()).extracting(Event::type).containsExactly(ReservationData.REJECTED);
    }

    @Test
    void shouldReserveNothing_whenTheOrderWasCancelledEarlier() {
        String mug = CatalogApi.stocked(5);

        assertThat(orders.deliver(OrderEvents.settled(OrderData.CANCELLED, orderId, new ReservationLine(mug, 2))))
                .isEmpty();
        assertThat(orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2))))
                .isEmpty();

        assertStock(mug, 5, 0, 0);
        assertThat(reservation()).isEqualTo(ReservationStatus.RELEASED);
        assertThat(published()).isEmpty();
    }

    static Stream<List<Integer>> ordersOfDelivery() {
        return permutations(List.of(0, 0, 1, 1)).distinct();
    }

    /** 0 places the order, 1 cancels it; each is delivered twice. */
    @ParameterizedTest
    @MethodSource("ordersOfDelivery")
    void shouldEndWithAllUnitsOnHand_whenPlacingAndCancellingAreDeliveredInAnyOrder(List<Integer> delivery) {
        String mug = CatalogApi.stocked(5);
        List<Event> history = List.of(
                OrderEvents.placed(orderId, new ReservationLine(mug, 2)),
                OrderEvents.settled(OrderData.CANCELLED, orderId, new ReservationLine(mug, 2)));

        delivery.forEach(i -> assertThat(orders.deliver(history.get(i))).isEmpty());

        assertStock(mug, 5, 0, 0);
        assertThat(reservation()).isEqualTo(ReservationStatus.RELEASED);
        assertThat(published())
                .extracting(Event::type)
                .isEqualTo(
                        delivery.getFirst() == 0
                                ? List.of(ReservationData.RESERVED, ReservationData.RELEASED)
                                : List.of());
    }

    /** 0 places the order, 1 confirms it; each is delivered twice. */
    @ParameterizedTest
    @MethodSource("ordersOfDelivery")
    void shouldSellOnce_whenPlacingAndConfirmingAreDeliveredInAnyOrder(List<Integer> delivery) {
        String mug = CatalogApi.stocked(5);
        List<Event> history = List.of(
                OrderEvents.placed(orderId, new ReservationLine(mug, 2)),
                OrderEvents.settled(OrderData.CONFIRMED, orderId, new ReservationLine(mug, 2)));

        boolean isPlaced = false;
        for (int i : delivery) {
            isPlaced |= i == 0;
            Uni<Void> effect = consumer.on(history.get(i));
            if (isPlaced) {
                effect.await().atMost(TIMEOUT);
            } else {
                assertThatThrownBy(() -> effect.await().atMost(TIMEOUT)).isInstanceOf(OutOfOrderException.class);
            }
        }
        consumer.on(history.get(1)).await().atMost(TIMEOUT);

        assertStock(mug, 3, 0, 2);
        assertThat(reservation()).isEqualTo(ReservationStatus.SOLD);
        assertThat(published()).extracting(Event::type).containsExactly(ReservationData.RESERVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {OrderData.REJECTED, OrderData.CANCELLED})
    void shouldReleaseOnce_whenAnOrderEndsTwiceAfterItsStockWasReservedTwice(String type) {
        String mug = CatalogApi.stocked(5);
        Event placed = OrderEvents.placed(orderId, new ReservationLine(mug, 2));
        Event ended = OrderEvents.settled(type, orderId, new ReservationLine(mug, 2));

        for (Event event : List.of(placed, placed, ended, placed, ended)) {
            assertThat(orders.deliver(event)).isEmpty();
        }

        assertStock(mug, 5, 0, 0);
        assertThat(published())
                .extracting(Event::type)
                .containsExactly(ReservationData.RESERVED, ReservationData.RELEASED);
    }

    @Test
    void shouldFail_whenAReleasedOrderIsConfirmed() {
        String mug = CatalogApi.stocked(5);
        orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2)));
        orders.deliver(OrderEvents.settled(OrderData.CANCELLED, orderId, new ReservationLine(mug, 2)));
        Event confirmed = OrderEvents.settled(OrderData.CONFIRMED, orderId, new ReservationLine(mug, 2));

        assertThat(orders.deliver(confirmed)).containsExactly(confirmed.id());

        assertStock(mug, 5, 0, 0);
    }

    @Test
    void shouldRejectOnce_whenPlacingIsDeliveredAgainAfterStockCameIn() {
        String mug = CatalogApi.stocked(1);
        Event placed = OrderEvents.placed(orderId, new ReservationLine(mug, 2));
        orders.deliver(placed);
        CatalogApi.count(mug, "*", 9).then().statusCode(200);

        assertThat(orders.deliver(placed)).isEmpty();

        assertStock(mug, 9, 0, 0);
        assertThat(published()).extracting(Event::type).containsExactly(ReservationData.REJECTED);
    }

    @Test
    void shouldRefuseACount_whenStockWasReleasedSinceItWasTaken() {
        String mug = CatalogApi.stocked(5);
        orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2)));
        String taken =
                CatalogApi.count(mug, "*", 4).then().statusCode(200).extract().header("ETag");

        orders.deliver(OrderEvents.settled(OrderData.CANCELLED, orderId, new ReservationLine(mug, 2)));

        CatalogApi.count(mug, taken, 10).then().statusCode(412);
        assertStock(mug, 6, 0, 0);
    }

    @Test
    void shouldReadNothing_whenStockIsReservedSoldAndReleased() {
        String mug = CatalogApi.stocked(5);
        String other = OrderEvents.newId();
        DynamoRequests.clear();

        orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2)));
        orders.deliver(OrderEvents.placed(other, new ReservationLine(mug, 1)));
        orders.deliver(OrderEvents.settled(OrderData.CANCELLED, other, new ReservationLine(mug, 1)));
        orders.deliver(OrderEvents.settled(OrderData.CONFIRMED, orderId, new ReservationLine(mug, 2)));

        assertThat(DynamoRequests.of(TransactWriteItemsRequest.class)).hasSize(4);
        assertThat(DynamoRequests.of(GetItemRequest.class)).isEmpty();
    }

    @Test
    void shouldSellOnce_whenAllEventsAreDeliveredTogetherAndAgain() {
        String mug = CatalogApi.stocked(5);
        Event placed = OrderEvents.placed(orderId, new ReservationLine(mug, 2));
        Event confirmed = OrderEvents.settled(OrderData.CONFIRMED, orderId, new ReservationLine(mug, 2));

        assertThat(orders.deliver(confirmed, placed)).isEmpty();
        assertThat(orders.deliver(placed)).isEmpty();
        assertThat(orders.deliver(confirmed)).isEmpty();
        assertThat(orders.deliver(confirmed, placed)).isEmpty();

        assertStock(mug, 3, 0, 2);
    }

    @Test
    void shouldReserveOnce_whenSeveralReceiversGetTheSameMessageAtOnce() {
        String mug = CatalogApi.stocked(50);
        Event placed = OrderEvents.placed(orderId, new ReservationLine(mug, 2));

        Stream.generate(() -> placed).limit(8).parallel().forEach(event -> assertThat(orders.deliver(event))
                .isEmpty());

        assertStock(mug, 48, 2, 0);
        assertThat(published()).hasSize(1);
    }

    @Test
    void shouldFail_whenASoldOrderIsCancelled() {
        String mug = CatalogApi.stocked(5);
        orders.deliver(OrderEvents.placed(orderId, new ReservationLine(mug, 2)));
        orders.deliver(OrderEvents.settled(OrderData.CONFIRMED, orderId, new ReservationLine(mug, 2)));
        Event cancelled = OrderEvents.settled(OrderData.CANCELLED, orderId, new ReservationLine(mug, 2));

        assertThat(orders.deliver(cancelled)).containsExactly(cancelled.id());

        assertStock(mug, 3, 0, 2);
    }

    @Test
    void shouldNotOversell_whenManyOrdersCompeteForOneProduct() {
        String mug = CatalogApi.stocked(20);
        List<Event> race = new ArrayList<>();
        IntStream.range(0, 50)
                .forEach(i -> race.add(OrderEvents.placed(OrderEvents.newId(), new ReservationLine(mug, 1))));

        assertThat(orders.deliver(race)).isEmpty();

        assertStock(mug, 0, 20, 0);
        List<String> outcomes = race.stream()
                .map(placed -> read(placed.subject().replace("order/", "reservation/")))
                .map(published -> published.getFirst().type())
                .toList();
        assertThat(outcomes).filteredOn(ReservationData.RESERVED::equals).hasSize(20);
        assertThat(outcomes).filteredOn(ReservationData.REJECTED::equals).hasSize(30);
    }

    static Stream<Arguments> mixedVersions() {
        return Stream.of(PublisherVersion.values())
                .flatMap(first -> Stream.of(PublisherVersion.values()).map(second -> arguments(first, second)));
    }

    @ParameterizedTest
    @MethodSource("mixedVersions")
    void shouldMoveStock_whenEventsAreOfAnyVersionOfOrderService(PublisherVersion first, PublisherVersion second) {
        for (String type : List.of(OrderData.CONFIRMED, OrderData.REJECTED, OrderData.CANCELLED)) {
            String order = OrderEvents.newId();
            String mug = CatalogApi.stocked(5);
            String tea = CatalogApi.stocked(5);
            Map<String, String> texts = Map.of(EXAMPLE_ORDER, order, "MUG-0017", mug, "TEA-0042", tea);
            Delivery placed = ORDERS.delivery(first, OrderData.PLACED, texts);
            Delivery settled = ORDERS.delivery(second, type, texts);

            assertThat(orders.deliverAsSent(ORDERS.ofUnknownType(placed), placed))
                    .isEmpty();
            assertStock(mug, 3, 2, 0);
            assertStock(tea, 4, 1, 0);

            assertThat(orders.deliverAsSent(settled, ORDERS.ofUnknownType(settled)))
                    .isEmpty();
            boolean sold = type.equals(OrderData.CONFIRMED);
            assertStock(mug, sold ? 3 : 5, 0, sold ? 2 : 0);
            assertStock(tea, sold ? 4 : 5, 0, sold ? 1 : 0);
        }
    }

    private void assertStock(String sku, long onHand, long reserved, long sold) {
        Stock stock = stock(sku);
        assertThat(List.of(stock.onHand(), stock.reserved(), stock.sold()))
                .as("on hand, reserved and sold of " + sku)
                .containsExactly(onHand, reserved, sold);
        assertThat(stock.received()).isEqualTo(onHand + reserved + sold);
    }

    private Stock stock(String sku) {
        return products.find(sku).await().atMost(TIMEOUT).orElseThrow().stock();
    }

    private ReservationStatus reservation() {
        return reservations.status(orderId).await().atMost(TIMEOUT).orElseThrow();
    }

    private List<Event> published() {
        return read("reservation/" + orderId);
    }

    private List<Event> read(String subject) {
        return events.read(subject).await().atMost(TIMEOUT);
    }

    private static Stream<List<Integer>> permutations(List<Integer> items) {
        if (items.isEmpty()) {
            return Stream.of(List.of());
        }
        return IntStream.range(0, items.size()).boxed().flatMap(i -> {
            List<Integer> rest = new ArrayList<>(items);
            Integer first = rest.remove((int) i);
            return permutations(rest).map(tail -> {
                List<Integer> whole = new ArrayList<>(List.of(first));
                whole.addAll(tail);
                return whole;
            });
        });
    }
}
