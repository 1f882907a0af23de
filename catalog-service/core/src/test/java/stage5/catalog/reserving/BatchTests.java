package stage5.catalog.reserving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import stage5.catalog.CatalogApi;
import stage5.catalog.DynamoRequests;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.Stock;
import stage5.catalog.store.ProductStore;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;

/** Applies events of several orders together. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class BatchTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    @Inject
    OrderConsumer consumer;

    @Inject
    ProductStore products;

    @Inject
    EventStore events;

    @Inject
    MeterRegistry metrics;

    @Test
    void shouldReserveInOneTransaction_whenTenOrdersHaveTheSameProduct() {
        String mug = CatalogApi.stocked(20);
        List<Event> placed = placed(10, new ReservationLine(mug, 2));
        double before = outcomes("reserved");
        DynamoRequests.clear();

        apply(placed);

        assertThat(DynamoRequests.of(TransactWriteItemsRequest.class)).hasSize(1);
        assertStock(mug, 0, 20, 0);
        assertThat(placed).allSatisfy(each -> assertThat(types(each)).containsExactly(ReservationData.RESERVED));
        assertThat(outcomes("reserved") - before).isEqualTo(10);
    }

    @Test
    void shouldRejectOnlyTheOrderThatIsShort_whenTenOrdersAreAppliedTogether() {
        String mug = CatalogApi.stocked(9);
        String tea = CatalogApi.stocked(1);
        List<Event> placed = new ArrayList<>(placed(9, new ReservationLine(mug, 1)));
        Event tooMuch = placed(1, new ReservationLine(tea, 2)).getFirst();
        placed.add(4, tooMuch);
        double reserved = outcomes("reserved");
        double rejected = outcomes("rejected");
        DynamoRequests.clear();

        apply(placed);

        assertThat(DynamoRequests.of(TransactWriteItemsRequest.class)).hasSize(2);
        assertStock(mug, 0, 9, 0);
        assertStock(tea, 1, 0, 0);
        assertThat(types(tooMuch)).containsExactly(ReservationData.REJECTED);
        assertThat(outcomes("reserved") - reserved).isEqualTo(9);
        assertThat(outcomes("rejected") - rejected).isEqualTo(1);
    }

    @Test
    void shouldReserveForTheFirstOrders_whenTheStockIsNotEnoughForAll() {
        String mug = CatalogApi.stocked(7);
        List<Event> placed = placed(10, new ReservationLine(mug, 1));

        apply(placed);

        assertStock(mug, 0, 7, 0);
        assertThat(placed.subList(0, 7))
                .allSatisfy(each -> assertThat(types(each)).containsExactly(ReservationData.RESERVED));
        assertThat(placed.subList(7, 10)).allSatisfy(each -> {
            assertThat(types(each)).containsExactly(ReservationData.REJECTED);
            ReservationData data = EventCodec.data(published(each).getFirst(), ReservationData.class);
            assertThat(data.reason()).isEqualTo(ReservationData.OUT_OF_STOCK);
            assertThat(data.shortages()).singleElement().satisfies(shortage -> assertThat(shortage.available())
                    .isZero());
        });
    }

    @Test
    void shouldMoveStockInOneTransaction_whenOrdersArePlacedConfirmedAndCancelledTogether() {
        String mug = CatalogApi.stocked(10);
        List<Event> earlier = placed(4, new ReservationLine(mug, 1));
        apply(earlier);
        List<Event> batch = new ArrayList<>(placed(2, new ReservationLine(mug, 3)));
        earlier.subList(0, 3).forEach(each -> batch.add(settled(OrderData.CONFIRMED, each)));
        batch.add(settled(OrderData.CANCELLED, earlier.getLast()));
        DynamoRequests.clear();

        apply(batch);

        assertThat(DynamoRequests.of(TransactWriteItemsRequest.class)).hasSize(1);
        assertStock(mug, 1, 6, 3);
        assertThat(types(earlier.getLast())).containsExactly(ReservationData.RESERVED, ReservationData.RELEASED);
    }

    @Test
    void shouldChangeNothing_whenABatchIsDeliveredAgain() {
        String mug = CatalogApi.stocked(10);
        List<Event> placed = placed(4, new ReservationLine(mug, 1));
        List<Event> settled = List.of(
                settled(OrderData.CONFIRMED, placed.get(0)),
                settled(OrderData.CONFIRMED, placed.get(1)),
                settled(OrderData.CANCELLED, placed.get(2)));

        Stream.of(placed, placed, settled, settled, placed).forEach(this::apply);

        assertStock(mug, 7, 1, 2);
    }

    @Test
    void shouldReserveForTheOthers_whenSomeOrdersOfTheBatchWereReservedBefore() {
        String mug = CatalogApi.stocked(5);
        List<Event> placed = placed(5, new ReservationLine(mug, 1));
        apply(placed.subList(0, 3));

        apply(placed);

        assertStock(mug, 0, 5, 0);
        assertThat(placed).allSatisfy(each -> assertThat(types(each)).containsExactly(ReservationData.RESERVED));
    }

    @Test
    void shouldApplyTheOthersAndFail_whenAnOrderIsConfirmedBeforeItIsPlaced() {
        String mug = CatalogApi.stocked(5);
        List<Event> placed = placed(3, new ReservationLine(mug, 1));
        Event early = settled(OrderData.CONFIRMED, placed.getLast());
        List<Event> batch = List.of(placed.get(0), early, placed.get(1));

        assertThatThrownBy(() -> apply(batch)).isInstanceOf(OutOfOrderException.class);
        assertStock(mug, 3, 2, 0);

        apply(placed);
        apply(List.of(early));
        assertStock(mug, 2, 2, 1);
    }

    @Test
    void shouldUseSeveralTransactions_whenTheOrdersDoNotFitInOne() {
        List<String> skus =
                IntStream.range(0, 40).mapToObj(i -> CatalogApi.stocked(4)).toList();
        ReservationLine[] lines =
                skus.stream().map(sku -> new ReservationLine(sku, 1)).toArray(ReservationLine[]::new);
        ReservationLine[] others = IntStream.range(0, 50)
                .mapToObj(i -> new ReservationLine(CatalogApi.stocked(4), 1))
                .toArray(ReservationLine[]::new);
        List<Event> placed = new ArrayList<>(placed(3, lines));
        placed.addAll(placed(2, others));
        DynamoRequests.clear();

        apply(placed);

        assertThat(DynamoRequests.of(TransactWriteItemsRequest.class))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.transactItems()).hasSizeLessThanOrEqualTo(Change.MAX_ITEMS));
        skus.forEach(sku -> assertStock(sku, 1, 3, 0));
        assertThat(placed).allSatisfy(each -> assertThat(types(each)).containsExactly(ReservationData.RESERVED));
    }

    @Test
    void shouldContinueTheTraceOfEachOrder_whenOrdersOfSeveralTracesAreAppliedTogether() {
        String mug = CatalogApi.stocked(5);
        List<Event> placed = IntStream.range(1, 4)
                .mapToObj(i -> OrderEvents.traced(
                        OrderEvents.placed(OrderEvents.newId(), new ReservationLine(mug, 1)),
                        "00-%032x-%016x-01".formatted(i, i)))
                .toList();

        apply(placed);

        assertThat(placed)
                .allSatisfy(each -> assertThat(published(each).getFirst().traceparent())
                        .startsWith(each.traceparent().substring(0, 35)));
    }

    /** 480 orders, as many as in 12 s at 40 a second, by three processes that apply batches of ten at once. */
    @Test
    void shouldSellExactlyTheStock_whenAHotProductMeetsTransactionConflicts() {
        String mug = CatalogApi.stocked(400);
        List<List<Event>> batches = Stream.generate(() -> placed(10, new ReservationLine(mug, 1)))
                .limit(48)
                .toList();
        given().baseUri(console.toString())
                .port(console.getPort())
                .body(Map.of("holdMillis", 20))
                .contentType("application/json")
                .put("/faults/dynamodb")
                .then()
                .statusCode(200);
        try {
            List<Duration> durations = inThreeProcesses(batches);
            durations.sort(null);
            assertThat(durations.get(durations.size() * 99 / 100)).isLessThan(Duration.ofSeconds(2));

            inThreeProcesses(batches.stream()
                    .map(this::settlements)
                    .filter(batch -> !batch.isEmpty())
                    .toList());
        } finally {
            given().baseUri(console.toString())
                    .port(console.getPort())
                    .delete("/faults")
                    .then()
                    .statusCode(200);
        }

        assertStock(mug, 0, 0, 400);
    }

    private List<Duration> inThreeProcesses(List<List<Event>> batches) {
        List<CompletableFuture<List<Duration>>> processes = new ArrayList<>();
        for (int process = 0; process < 3; process++) {
            int first = process;
            processes.add(CompletableFuture.supplyAsync(() -> IntStream.range(0, batches.size())
                    .filter(i -> i % 3 == first)
                    .mapToObj(i -> {
                        long start = System.nanoTime();
                        apply(batches.get(i));
                        return Duration.ofNanos(System.nanoTime() - start);
                    })
                    .toList()));
        }
        return new ArrayList<>(
                processes.stream().flatMap(process -> process.join().stream()).toList());
    }

    /** Returns the confirmations of the orders whose stock is reserved. */
    private List<Event> settlements(List<Event> placed) {
        return placed.stream()
                .filter(each -> types(each).contains(ReservationData.RESERVED))
                .map(each -> settled(OrderData.CONFIRMED, each))
                .toList();
    }

    private void apply(List<Event> batch) {
        Uni<Void> effect = batch.size() == 1 ? consumer.on(batch.getFirst()) : consumer.onAll(batch);
        effect.await().atMost(TIMEOUT);
    }

    private static List<Event> placed(int orders, ReservationLine... lines) {
        return Stream.generate(() -> OrderEvents.placed(OrderEvents.newId(), lines))
                .limit(orders)
                .toList();
    }

    private static Event settled(String type, Event placed) {
        OrderData order = EventCodec.data(placed, OrderData.class);
        return OrderEvents.settled(type, order.orderId(), order.lines().toArray(ReservationLine[]::new));
    }

    private List<String> types(Event placed) {
        return published(placed).stream().map(Event::type).toList();
    }

    private List<Event> published(Event placed) {
        return events.read(placed.subject().replace("order/", "reservation/"))
                .await()
                .atMost(TIMEOUT);
    }

    private double outcomes(String outcome) {
        return metrics.counter("stage5.reservations", "outcome", outcome).count();
    }

    private void assertStock(String sku, long onHand, long reserved, long sold) {
        Stock stock = products.find(sku).await().atMost(TIMEOUT).orElseThrow().stock();
        assertThat(List.of(stock.onHand(), stock.reserved(), stock.sold()))
                .as("on hand, reserved and sold of " + sku)
                .containsExactly(onHand, reserved, sold);
    }
}
