package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.order.domain.Saga;
import stage5.order.store.StoredOrder;

/** One run with more due sagas than a page has, as in a function that runs once a minute. */
@QuarkusTest
class DueSagasTests extends SagaTest {

    private static final int SHARDS = 2;

    @InjectSpy
    SettlingOrders settling;

    @Inject
    MeterRegistry metrics;

    /** The lease of another test is in its future, because each test begins at the real time. */
    @AfterEach
    void endLeases() {
        IntStream.range(0, SHARDS).forEach(shard -> dynamoDb.deleteItem(
                        delete -> delete.tableName("orders").key(Attributes.key("LEASE#due-sagas-" + shard, "LEASE")))
                .join());
    }

    @Test
    void shouldRunAllDueSagas_whenTheyFillSeveralPages() {
        List<String> orders = orders(12);
        clock.advance(settings.stockDeadline());

        assertThat(wake()).isGreaterThanOrEqualTo(orders.size());

        assertRejected(orders);
    }

    @Test
    void shouldRunTheSagasOfEachShard() {
        List<String> orders = new ArrayList<>();
        Set<Integer> shards = new HashSet<>();
        while (shards.size() < SHARDS) {
            String order = shop.order(customer);
            orders.add(order);
            shards.add(Math.floorMod(order.hashCode(), SHARDS));
        }
        assertThat(sagas.shards()).hasSize(SHARDS);

        after(settings.stockDeadline());

        assertRejected(orders);
    }

    @Test
    void shouldRunTheOthers_whenMoreStepsFailThanAPageHas() {
        List<String> failing = orders(3 * SHARDS);
        List<String> orders = orders(2 * SHARDS);
        failToSettle(failing);

        after(settings.stockDeadline());

        assertRejected(orders);
        assertThat(failing)
                .allSatisfy(order -> assertThat(shop.status(customer, order)).isEqualTo("placed"));
    }

    @Test
    void shouldRepeatAFailedStepAfterABackoff() {
        String order = shop.order(customer);
        failToSettle(List.of(order));
        double failures = failures("awaiting-stock");
        after(settings.stockDeadline());
        Instant due = dueAt(order);
        assertThat(due).isBetween(clock.instant(), clock.instant().plus(settings.firstRetry()));
        assertThat(failures("awaiting-stock")).isGreaterThan(failures);
        assertThat(item(order).get("reason").s()).contains("The order cannot be settled");

        doAnswer(call -> call.callRealMethod()).when(settling).settle(any(), any(), any(), any());
        after(settings.firstRetry());

        assertRejected(List.of(order));
        assertThat(saga(order)).isEmpty();
    }

    @Test
    void shouldWaitLongerAfterEachFailure() {
        String order = shop.order(customer);
        failToSettle(List.of(order));
        after(settings.stockDeadline());
        IntStream.range(0, 6).forEach(failure -> after(settings.longestVoidRetry()));

        assertThat(item(order).get("failures").n()).isEqualTo("7");
        assertThat(dueAt(order)).isAfter(clock.instant().plusSeconds(30));
    }

    /** Another process may take the step while this one fails: its next step must not be delayed. */
    @Test
    void shouldNotSetASagaBack_whenItHasChangedSinceItsStepFailed() {
        String order = shop.order(customer);
        Saga before = saga(order).orElseThrow();
        DueSaga failed = new DueSaga(order, before.version(), before.dueAt(), 0);
        Saga after = before.postponed(clock.instant(), Duration.ofSeconds(5));
        assertThat(sagas.replace(before, after).await().atMost(TIMEOUT)).isTrue();
        awaitOneDueItem(order);

        sagas.setBack(failed, clock.instant().plus(Duration.ofHours(1)), "failed")
                .await()
                .atMost(TIMEOUT);

        assertThat(saga(order).orElseThrow().dueAt()).isEqualTo(after.dueAt().truncatedTo(ChronoUnit.MILLIS));
        assertThat(dueAt(order)).isEqualTo(after.dueAt().truncatedTo(ChronoUnit.MILLIS));
        assertThat(item(order)).doesNotContainKey("reason");
    }

    @Test
    void shouldSetASagaAside_whenItCannotBeDecoded() {
        String unreadable = shop.order(customer);
        Saga before = saga(unreadable).orElseThrow();
        assertThat(sagas.replace(before, before.postponed(clock.instant(), settings.stockDeadline()))
                        .await()
                        .atMost(TIMEOUT))
                .isTrue();
        awaitOneDueItem(unreadable);
        List<String> orders = orders(3);
        setState(unreadable, "state-of-a-newer-release");
        double failures = failures("unread");

        after(settings.stockDeadline());

        assertRejected(orders);
        assertThat(failures("unread")).isEqualTo(failures + 1);
        assertThat(item(unreadable).get("reason").s()).contains("state-of-a-newer-release");
        assertThat(item(unreadable).get("failures").n()).isEqualTo("1");
        setState(unreadable, "awaiting-stock");
        after(settings.firstRetry());
        assertRejected(List.of(unreadable));
    }

    @Test
    void shouldRunEachStepOnce_whenSeveralProcessesRun() {
        List<String> orders = orders(8);
        clock.advance(settings.stockDeadline());

        Uni.join()
                .all(dueSagas.wake(), dueSagas.wake(), dueSagas.wake())
                .andFailFast()
                .await()
                .atMost(TIMEOUT);

        assertRejected(orders);
        orders.forEach(order ->
                verify(settling, times(1)).settle(argThat(settled -> isOrder(order, settled)), any(), any(), any()));
    }

    @Test
    void shouldTakeOverAShard_whenTheLeaseOfItsProcessHasEnded() {
        List<String> orders = orders(2);
        clock.advance(settings.stockDeadline());
        IntStream.range(0, SHARDS).forEach(this::leaseToAnotherProcess);
        assertThat(wake()).isZero();

        after(settings.wakeBudget().plus(settings.lease()));

        assertRejected(orders);
    }

    private int wake() {
        return dueSagas.wake().await().atMost(TIMEOUT);
    }

    private List<String> orders(int count) {
        return IntStream.range(0, count).mapToObj(i -> shop.order(customer)).toList();
    }

    private void failToSettle(List<String> failing) {
        doAnswer(call -> failing.contains(
                                ((StoredOrder) call.getArgument(0)).order().id())
                        ? Uni.createFrom().failure(new IllegalStateException("The order cannot be settled"))
                        : call.callRealMethod())
                .when(settling)
                .settle(any(), any(), any(), any());
    }

    private static boolean isOrder(String order, StoredOrder settled) {
        return settled != null && settled.order().id().equals(order);
    }

    private void assertRejected(List<String> orders) {
        assertThat(orders)
                .allSatisfy(order -> assertThat(shop.status(customer, order)).isEqualTo("rejected"));
    }

    private double failures(String state) {
        return metrics.counter("stage5.saga.failed", "state", state).count();
    }

    private Map<String, AttributeValue> item(String order) {
        return dueItems(order).getFirst();
    }

    private Instant dueAt(String order) {
        return DueSagaItems.due(item(order)).dueAt();
    }

    /** The item of the saga's previous version is deleted with the outbox items, after a while. */
    private void awaitOneDueItem(String order) {
        await().atMost(TIMEOUT).until(() -> dueItems(order).size() == 1);
    }

    private void setState(String order, String state) {
        dynamoDb.updateItem(update -> update.tableName("orders")
                        .key(Attributes.key("order/" + order, "SAGA"))
                        .updateExpression("SET #state = :state")
                        .expressionAttributeNames(Map.of("#state", "state"))
                        .expressionAttributeValues(Map.of(":state", Attributes.s(state))))
                .join();
    }

    private void leaseToAnotherProcess(int shard) {
        Duration lease = settings.wakeBudget().plus(settings.lease());
        dynamoDb.putItem(put -> put.tableName("orders")
                        .item(Map.of(
                                "pk",
                                Attributes.s("LEASE#due-sagas-" + shard),
                                "sk",
                                Attributes.s("LEASE"),
                                "owner",
                                Attributes.s("another process"),
                                "until",
                                Attributes.n(clock.instant().plus(lease).toEpochMilli()))))
                .join();
    }
}
