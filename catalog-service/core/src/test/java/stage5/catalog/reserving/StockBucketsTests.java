package stage5.catalog.reserving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import stage5.catalog.CatalogApi;
import stage5.catalog.DynamoRequests;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.ProductStatus;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.ReservationStatus;
import stage5.catalog.domain.Stock;
import stage5.catalog.domain.StockBucket;
import stage5.catalog.popularity.Popularity;
import stage5.catalog.store.ProductStore;
import stage5.catalog.store.StockItems;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.MovableClock;
import stage5.kit.web.problem.ProblemException;

/** Each process has its own knowledge of buckets and of conflicts; the store is shared. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class StockBucketsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int CONFLICTS = 10;
    private static final int MOST_DELIVERIES = 100;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    @Inject
    EventStore store;

    @Inject
    Reservations reservations;

    @Inject
    ProductStore products;

    @Inject
    Popularity popularity;

    @Inject
    Dynamo dynamo;

    private final MovableClock clock = new MovableClock();
    private Process process;

    @BeforeEach
    void start() {
        process = new Process(32);
    }

    @Test
    void shouldSplitTheStockEvenly_whenAnItemHasConflicts() {
        String mug = CatalogApi.stocked(9);
        process.heat(mug, Stock.MAIN, CONFLICTS - 1);
        await(process.hotStock.split());
        assertThat(stock(mug).isSplit()).isFalse();

        process.heat(mug, Stock.MAIN, 1);
        await(process.hotStock.split());

        assertThat(onHand(mug)).containsExactly(5L, 4L);
        assertThat(process.metrics.counter("stage5.stock.splits").count()).isEqualTo(1);
    }

    @Test
    void shouldDoubleTheBucketsUpToTheMost_whenTheirItemsHaveConflicts() {
        process = new Process(6);
        String mug = CatalogApi.stocked(24);

        process.split(mug);
        assertThat(onHand(mug)).containsExactly(12L, 12L);
        process.heat(mug, 1, CONFLICTS);
        await(process.hotStock.split());
        assertThat(onHand(mug)).containsExactly(6L, 6L, 6L, 6L);
        process.split(mug);
        assertThat(onHand(mug)).containsExactly(3L, 3L, 6L, 6L, 3L, 3L);
        process.split(mug);
        assertThat(onHand(mug)).hasSize(6);
    }

    @Test
    void shouldNotSplit_whenTheConflictsAreOfSeveralIntervals() {
        String mug = CatalogApi.stocked(9);
        process.heat(mug, Stock.MAIN, CONFLICTS - 1);
        clock.advance(INTERVAL.plusMillis(1));

        process.heat(mug, Stock.MAIN, CONFLICTS - 1);
        await(process.hotStock.split());

        assertThat(stock(mug).isSplit()).isFalse();
    }

    @Test
    void shouldSplitOnce_whenTwoProcessesMeetTheSameConflicts() {
        String mug = CatalogApi.stocked(8);
        Process other = new Process(32);

        process.split(mug);
        other.split(mug);

        assertThat(onHand(mug)).containsExactly(4L, 4L);
        assertThat(other.counts.of(mug)).isEqualTo(2);
    }

    @Test
    void shouldNeverSplit_whenOneBucketIsTheMost() {
        process = new Process(1);
        String mug = CatalogApi.stocked(8);

        process.split(mug);

        assertThat(stock(mug).isSplit()).isFalse();
    }

    @Test
    void shouldRefuseToStart_whenTheMostBucketsDoNotFitInATransaction() {
        assertThatThrownBy(() -> new Process(51)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Process(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldWriteOneBucketOfABatch_whenTheStockIsSplit() {
        String mug = CatalogApi.stocked(100);
        process.split(mug);
        process.split(mug);
        DynamoRequests.clear();

        List<Event> placed = placed(10, mug, 1);
        process.apply(placed);

        assertThat(DynamoRequests.of(TransactWriteItemsRequest.class)).hasSize(1);
        assertThat(stock(mug).buckets())
                .filteredOn(bucket -> bucket.reserved() > 0)
                .singleElement()
                .isEqualTo(stock(mug).buckets().get(bucketOf(placed.getFirst(), mug, 4)));
        assertStock(mug, 90, 10, 0);
    }

    @Test
    void shouldUseAllBuckets_whenManyBatchesAreApplied() {
        String mug = CatalogApi.stocked(400);
        process.split(mug);
        process.split(mug);

        IntStream.range(0, 60).forEach(i -> process.apply(placed(1, mug, 1)));

        assertThat(stock(mug).buckets()).extracting(StockBucket::reserved).allSatisfy(reserved -> assertThat(reserved)
                .isBetween(1L, 35L));
    }

    @Test
    void shouldReadNothing_whenTheProcessKnowsTheBuckets() {
        String mug = CatalogApi.stocked(100);
        process.split(mug);
        List<Event> placed = placed(4, mug, 1);
        DynamoRequests.clear();

        process.apply(placed);
        process.apply(
                placed.stream().map(each -> settled(OrderData.CANCELLED, each)).toList());

        assertThat(DynamoRequests.of(TransactWriteItemsRequest.class)).hasSize(2);
        assertThat(DynamoRequests.of(GetItemRequest.class)).isEmpty();
        assertThat(DynamoRequests.of(BatchGetItemRequest.class))
                .as("reads of stock; publishing reads earlier events")
                .noneMatch(read -> read.toString().contains(StockItems.subject(mug)));
        assertStock(mug, 100, 0, 0);
    }

    @Test
    void shouldSellAndRelease_whenTheStockWasSplitSinceTheReservation() {
        String mug = CatalogApi.stocked(20);
        List<Event> placed = placed(8, mug, 1);
        process.apply(placed);
        process.split(mug);
        process.split(mug);

        settlements(placed).forEach(each -> process.apply(List.of(each)));
        process.apply(settlements(placed));

        assertStock(mug, 16, 0, 4);
        assertThat(placed.subList(0, 4))
                .allSatisfy(each -> assertThat(status(each)).isEqualTo(ReservationStatus.SOLD));
        assertThat(placed.subList(4, 8))
                .allSatisfy(each -> assertThat(status(each)).isEqualTo(ReservationStatus.RELEASED));
    }

    @Test
    void shouldSellAndRelease_whenTheProcessDoesNotKnowOfTheSplit() {
        String mug = CatalogApi.stocked(20);
        process.split(mug);
        List<Event> placed = List.of(placedIn(1, mug, 2, 1), placedIn(1, mug, 2, 1));
        process.apply(placed);
        assertThat(stock(mug).buckets().getFirst().reserved()).isZero();
        Process other = new Process(32);

        other.apply(settlements(placed));

        assertStock(mug, 19, 0, 1);
        assertThat(other.counts.of(mug)).isEqualTo(2);
    }

    @Test
    void shouldFail_whenTheOnlyBucketHasNotReservedWhatIsSold() {
        String mug = CatalogApi.stocked(20);
        Event placed = placed(1, mug, 1).getFirst();
        process.apply(List.of(placed));
        dynamo.call(c -> c.updateItem(update -> update.tableName(store.table())
                        .key(StockItems.keyOf(mug))
                        .updateExpression("SET reserved = reserved - :one, received = received - :one")
                        .expressionAttributeValues(Map.of(":one", n(1)))))
                .await()
                .atMost(TIMEOUT);

        assertThatThrownBy(() -> process.apply(List.of(settled(OrderData.CONFIRMED, placed))))
                .isInstanceOf(ConditionsFailed.class);

        assertStock(mug, 19, 0, 0);
    }

    @Test
    void shouldLearnTheBuckets_whenTheMainBucketIsReservedWithoutKnowledgeOfTheSplit() {
        String mug = CatalogApi.stocked(20);
        process.split(mug);
        Process other = new Process(32);

        other.apply(placed(4, mug, 1));

        assertThat(other.counts.of(mug)).isEqualTo(2);
        assertStock(mug, 16, 4, 0);
    }

    @Test
    void shouldChangeNothing_whenEventsAreDeliveredAgainAcrossASplit() {
        String mug = CatalogApi.stocked(20);
        List<Event> placed = placed(8, mug, 1);
        process.apply(placed);
        process.split(mug);

        process.apply(placed);
        process.apply(settlements(placed));
        process.split(mug);
        process.apply(placed);
        process.apply(settlements(placed));

        assertStock(mug, 16, 0, 4);
    }

    @Test
    void shouldReserveTheLastUnits_whenTheyAreSpreadOverTheBuckets() {
        String mug = CatalogApi.stocked(8);
        process.split(mug);
        process.split(mug);
        process.split(mug);
        assertThat(onHand(mug)).containsOnly(1L).hasSize(8);
        Event all = placed(1, mug, 8).getFirst();
        Event tooLate = placed(1, mug, 1).getFirst();

        process.apply(List.of(all));
        process.apply(List.of(tooLate));

        assertThat(status(all)).isEqualTo(ReservationStatus.RESERVED);
        assertThat(status(tooLate)).isEqualTo(ReservationStatus.REJECTED);
        assertStock(mug, 0, 8, 0);
        assertThat(process.metrics.counter("stage5.stock.refills").count()).isEqualTo(1);
    }

    @Test
    void shouldReportTheUnitsOfAllBuckets_whenAnOrderIsShort() {
        String mug = CatalogApi.stocked(7);
        process.split(mug);
        Event tooMuch = placed(1, mug, 8).getFirst();

        process.apply(List.of(tooMuch));

        ReservationData data = EventCodec.data(
                store.read(reservation(tooMuch)).await().atMost(TIMEOUT).getFirst(), ReservationData.class);
        assertThat(data.shortages()).singleElement().satisfies(shortage -> assertThat(shortage.available())
                .isEqualTo(7));
        assertStock(mug, 7, 0, 0);
    }

    @Test
    void shouldRefillTheBucket_whenABatchNeedsMoreThanItHas() {
        String mug = CatalogApi.stocked(10);
        process.split(mug);
        List<Event> placed = placed(11, mug, 1);

        process.apply(placed);

        assertStock(mug, 0, 10, 0);
        assertThat(placed.subList(0, 10))
                .allSatisfy(each -> assertThat(status(each)).isEqualTo(ReservationStatus.RESERVED));
        assertThat(status(placed.getLast())).isEqualTo(ReservationStatus.REJECTED);
    }

    @Test
    void shouldReserveForTheOthers_whenTheFirstOrderOfTheBatchWasReservedBefore() {
        String mug = CatalogApi.stocked(10);
        process.split(mug);
        List<Event> placed = placed(8, mug, 1);
        process.apply(placed.subList(0, 1));

        process.apply(placed);

        assertStock(mug, 2, 8, 0);
    }

    @Test
    void shouldSellExactlyTheStock_whenProcessesSplitItUnderConflicts() {
        String mug = CatalogApi.stocked(300);
        List<List<Event>> batches =
                Stream.generate(() -> placed(10, mug, 1)).limit(36).toList();
        List<Process> processes =
                Stream.generate(() -> new Process(32, 2)).limit(3).toList();
        withTransactionsThatHoldTheirItems(() -> {
            inParallel(processes, batches);
            inParallel(
                    processes,
                    batches.stream()
                            .map(batch -> batch.stream()
                                    .filter(each -> status(each) == ReservationStatus.RESERVED)
                                    .map(each -> settled(OrderData.CONFIRMED, each))
                                    .toList())
                            .toList());
        });

        assertThat(stock(mug).isSplit()).isTrue();
        assertStock(mug, 0, 0, 300);
    }

    @Test
    void shouldReserveExactlyTheStock_whenManyOrdersCompeteForUnitsInManyBuckets() {
        String mug = CatalogApi.stocked(20);
        IntStream.range(0, 4).forEach(i -> process.split(mug));
        List<Process> processes =
                Stream.generate(() -> new Process(32)).limit(3).toList();
        List<List<Event>> batches =
                Stream.generate(() -> placed(2, mug, 1)).limit(24).toList();

        inParallel(processes, batches);

        assertStock(mug, 0, 20, 0);
        assertThat(batches.stream().flatMap(List::stream).filter(each -> status(each) == ReservationStatus.RESERVED))
                .hasSize(20);
    }

    @Test
    void shouldRefuseACount_whenAnyBucketChangedSinceItWasTaken() {
        String mug = CatalogApi.stocked(20);
        process.split(mug);
        for (int bucket = 0; bucket < 2; bucket++) {
            String taken = CatalogApi.count(mug, "*", 20)
                    .then()
                    .statusCode(200)
                    .extract()
                    .header("ETag");
            Event placed = placedIn(bucket, mug, 2, 1);
            process.apply(List.of(placed));
            CatalogApi.count(mug, taken, 15).then().statusCode(412);
            process.apply(List.of(settled(OrderData.CANCELLED, placed)));
            CatalogApi.count(mug, taken, 15).then().statusCode(412);
            assertStock(mug, 20, 0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldWriteNoCount_whenABucketIsReservedAfterTheStockWasRead(int bucket) {
        String mug = CatalogApi.stocked(20);
        process.split(mug);
        Stock before = stock(mug);
        process.apply(List.of(placedIn(bucket, mug, 2, 1)));

        assertThatThrownBy(() -> await(products.commit(products.counting(before, before.counted(20)))))
                .isInstanceOf(ConditionsFailed.class);

        assertStock(mug, 19, 1, 0);
    }

    @Test
    void shouldWriteNoCount_whenTheStockWasSplitAfterItWasRead() {
        String mug = CatalogApi.stocked(20);
        Stock before = stock(mug);
        process.split(mug);

        assertThatThrownBy(() -> await(products.commit(products.counting(before, before.counted(5)))))
                .isInstanceOf(ConditionsFailed.class);

        assertStock(mug, 20, 0, 0);
    }

    @Test
    void shouldCountAllBuckets_whenTheStockIsSplit() {
        String mug = CatalogApi.stocked(20);
        process.split(mug);
        process.apply(placed(4, mug, 1));
        String taken = etagAfterCount(mug, 17);

        assertThat(onHand(mug)).containsExactly(9L, 8L);
        assertStock(mug, 17, 4, 0);
        assertThat(etagAfterCount(mug, taken, 30)).isNotEqualTo(taken);
        assertThat(store.read(StockItems.subject(mug)).await().atMost(TIMEOUT)).hasSize(3);
        CatalogApi.read(mug).then().statusCode(200);
        assertThat(CatalogApi.read(mug).<Integer>path("available")).isEqualTo(30);
    }

    @Test
    void shouldReserveInNoBucket_whileTheProductIsRetired() {
        String mug = CatalogApi.stocked(20);
        process.split(mug);
        process.split(mug);
        CatalogApi.change(mug, "*", Map.of("status", "retired")).then().statusCode(200);
        List<Event> meanwhile = IntStream.range(0, 4)
                .mapToObj(bucket -> placedIn(bucket, mug, 4, 1))
                .toList();
        meanwhile.forEach(each -> process.apply(List.of(each)));
        assertThat(meanwhile).allSatisfy(each -> assertThat(status(each)).isEqualTo(ReservationStatus.REJECTED));
        process.split(mug);
        assertThat(stock(mug).buckets()).as("a retired product is not split").hasSize(4);

        CatalogApi.change(mug, "*", Map.of("status", "active")).then().statusCode(200);
        List<Event> later = IntStream.range(0, 4)
                .mapToObj(bucket -> placedIn(bucket, mug, 4, 1))
                .toList();
        later.forEach(each -> process.apply(List.of(each)));

        assertThat(later).allSatisfy(each -> assertThat(status(each)).isEqualTo(ReservationStatus.RESERVED));
    }

    @Test
    void shouldBePutOffAndOnSale_whenItHasTheMostBucketsAndWords() {
        String name = IntStream.range(0, 40)
                .mapToObj(i -> "" + (char) ('a' + i % 26) + (char) ('a' + i / 26))
                .collect(Collectors.joining(" "));
        String mug = CatalogApi.added(name, CatalogApi.newWord(), 1, 100);
        process = new Process(50);
        IntStream.range(0, 6).forEach(i -> process.split(mug));
        assertThat(stock(mug).buckets()).hasSize(50);

        CatalogApi.change(mug, "*", Map.of("status", "retired")).then().statusCode(200);
        CatalogApi.change(mug, "*", Map.of("status", "active")).then().statusCode(200);
        CatalogApi.count(mug, "*", 70).then().statusCode(200);

        assertThat(CatalogApi.read(mug).<Integer>path("available")).isEqualTo(70);
    }

    @Test
    void shouldChangeNoProduct_whenItsStockWasSplitAfterItWasRead() {
        String mug = CatalogApi.stocked(20);
        ProductState before = products.find(mug).await().atMost(TIMEOUT).orElseThrow();
        process.split(mug);
        Product retired = before.product()
                .after(new ProductChange(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(ProductStatus.RETIRED)));

        assertThatThrownBy(() -> await(products.commit(products.changing(before, retired))))
                .isInstanceOf(ConditionsFailed.class);
    }

    @Test
    void shouldRankByTheSalesOfAllBuckets_whenTheStockIsSplit() {
        String category = CatalogApi.newWord();
        String mug = CatalogApi.added("Mug", category, 1, 20);
        process.split(mug);
        List<Event> placed = List.of(placedIn(0, mug, 2, 1), placedIn(1, mug, 2, 3));
        process.apply(placed);
        process.apply(
                placed.stream().map(each -> settled(OrderData.CONFIRMED, each)).toList());

        assertThat(dynamo.get(store.table(), StockItems.keyOf(mug))
                        .await()
                        .atMost(TIMEOUT)
                        .orElseThrow()
                        .get("bySold")
                        .n())
                .isEqualTo("4");
        assertThat(given().queryParam("category", category)
                        .queryParam("sort", "popularity")
                        .get("/api/products")
                        .<List<String>>path("items.sku"))
                .as("a bucket is no product")
                .containsExactly(mug);
    }

    @Test
    void shouldHaveTheSameItem_whenTheStockIsNotSplit() {
        String mug = CatalogApi.stocked(20);
        process.apply(placed(1, mug, 1));

        assertThat(dynamo.get(store.table(), key(StockItems.subject(mug), StockItems.STOCK))
                        .await()
                        .atMost(TIMEOUT)
                        .orElseThrow())
                .doesNotContainKey("bucketCount");
        DynamoRequests.clear();
        stock(mug);
        assertThat(DynamoRequests.of(BatchGetItemRequest.class)).hasSize(1);
    }

    /** What a process knows of the store. */
    private final class Process {

        private final MeterRegistry metrics = new SimpleMeterRegistry();
        private final BucketCounts counts = new BucketCounts();
        private final HotStock hotStock;
        private final Reserving reserving;

        Process(int max) {
            this(max, CONFLICTS);
        }

        Process(int max, int conflicts) {
            hotStock = new HotStock(products, counts, config(max, conflicts), clock, metrics);
            reserving = new Reserving(
                    store,
                    reservations,
                    new ShortageCheck(products, counts, metrics),
                    counts,
                    hotStock,
                    popularity,
                    metrics);
        }

        /** Reports conflicts of a bucket. */
        void heat(String sku, int bucket, int conflicts) {
            IntStream.range(0, conflicts)
                    .forEach(i -> hotStock.contended(
                            Set.of(StockItems.subject(sku, bucket), "reservation/" + OrderEvents.newId())));
        }

        void split(String sku) {
            heat(sku, Stock.MAIN, CONFLICTS);
            await(hotStock.split());
        }

        void apply(List<Event> events) {
            await(reserving.apply(events.stream()
                    .map(ReservationStep::of)
                    .flatMap(Optional::stream)
                    .toList()));
        }

        /** Applies a batch until it succeeds, as the queue does. */
        void deliver(List<Event> events) {
            for (int delivery = 1; ; delivery++) {
                try {
                    apply(events);
                    return;
                } catch (OutOfOrderException | ProblemException | CompositeException e) {
                    assertThat(delivery).as("deliveries, after %s", e).isLessThan(MOST_DELIVERIES);
                }
            }
        }
    }

    private static StockBucketsConfig config(int max, int conflicts) {
        return new StockBucketsConfig() {
            @Override
            public int max() {
                return max;
            }

            @Override
            public int conflicts() {
                return conflicts;
            }

            @Override
            public Duration interval() {
                return INTERVAL;
            }
        };
    }

    /** Each process has a thread of its own: the common pool has only one on a machine with two cores. */
    private static void inParallel(List<Process> processes, List<List<Event>> batches) {
        try (ExecutorService threads = Executors.newFixedThreadPool(processes.size())) {
            CompletableFuture.allOf(IntStream.range(0, processes.size())
                            .mapToObj(p -> CompletableFuture.runAsync(
                                    () -> IntStream.range(0, batches.size())
                                            .filter(i -> i % processes.size() == p)
                                            .forEach(i -> processes.get(p).deliver(batches.get(i))),
                                    threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private void withTransactionsThatHoldTheirItems(Runnable work) {
        given().baseUri(console.toString())
                .port(console.getPort())
                .body(Map.of("holdMillis", 20))
                .contentType("application/json")
                .put("/faults/dynamodb")
                .then()
                .statusCode(200);
        try {
            work.run();
        } finally {
            given().baseUri(console.toString())
                    .port(console.getPort())
                    .delete("/faults")
                    .then()
                    .statusCode(200);
        }
    }

    private static List<Event> placed(int orders, String sku, long quantity) {
        return Stream.generate(() -> OrderEvents.placed(OrderEvents.newId(), new ReservationLine(sku, quantity)))
                .limit(orders)
                .toList();
    }

    /** Returns the placing of an order that alone takes its units from this one of so many buckets. */
    private static Event placedIn(int bucket, String sku, int buckets, long quantity) {
        return Stream.generate(() -> placed(1, sku, quantity).getFirst())
                .filter(each -> bucketOf(each, sku, buckets) == bucket)
                .findFirst()
                .orElseThrow();
    }

    private static int bucketOf(Event placed, String sku, int buckets) {
        OrderData order = EventCodec.data(placed, OrderData.class);
        BucketCounts counts = new BucketCounts();
        counts.learn(sku, buckets);
        return counts.choose(sku, order.orderId());
    }

    /** Returns the confirmations of the first half of the orders, and the cancellations of the others. */
    private static List<Event> settlements(List<Event> placed) {
        return IntStream.range(0, placed.size())
                .mapToObj(
                        i -> settled(i < placed.size() / 2 ? OrderData.CONFIRMED : OrderData.CANCELLED, placed.get(i)))
                .toList();
    }

    private static Event settled(String type, Event placed) {
        OrderData order = EventCodec.data(placed, OrderData.class);
        return OrderEvents.settled(type, order.orderId(), order.lines().toArray(ReservationLine[]::new));
    }

    private static String etagAfterCount(String sku, long onHand) {
        return etagAfterCount(sku, "*", onHand);
    }

    private static String etagAfterCount(String sku, String ifMatch, long onHand) {
        return CatalogApi.count(sku, ifMatch, onHand)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private static String reservation(Event placed) {
        return placed.subject().replace("order/", "reservation/");
    }

    private ReservationStatus status(Event placed) {
        return reservations
                .status(EventCodec.data(placed, OrderData.class).orderId())
                .await()
                .atMost(TIMEOUT)
                .orElseThrow();
    }

    private void assertStock(String sku, long onHand, long reserved, long sold) {
        Stock stock = stock(sku);
        assertThat(LongStream.of(stock.onHand(), stock.reserved(), stock.sold()))
                .as("on hand, reserved and sold of " + sku)
                .containsExactly(onHand, reserved, sold);
    }

    private List<Long> onHand(String sku) {
        return stock(sku).buckets().stream().map(StockBucket::onHand).toList();
    }

    private Stock stock(String sku) {
        return products.find(sku).await().atMost(TIMEOUT).orElseThrow().stock();
    }

    private static void await(Uni<Void> effect) {
        effect.await().atMost(TIMEOUT);
    }
}
