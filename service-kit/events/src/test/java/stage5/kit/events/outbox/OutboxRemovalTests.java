package stage5.kit.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.SameContext;
import stage5.kit.events.envelope.TestEvents;

class OutboxRemovalTests {

    private static final Duration WITHIN = Duration.ofMillis(500);
    private static final OutboxItems ITEMS = new OutboxItems(TestOutboxSettings.DEFAULT);

    private final TestTime time = new TestTime();
    private final FakeOutboxTable table = new FakeOutboxTable();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final OutboxRemoval removal =
            new OutboxRemoval(new Dynamo(table, Duration.ofSeconds(5)), new SameContext(), time, metrics, "test");

    private int orders;

    @Test
    void shouldRemoveTheItemsOfSeveralCallersTogether_whenTheTimeIsOver() {
        CompletableFuture<Integer> one = remove(2, WITHIN);
        time.advance(Duration.ofMillis(400));
        CompletableFuture<Integer> other = remove(3, WITHIN);
        time.advance(Duration.ofMillis(99));
        assertThat(table.deletions()).isEmpty();

        time.advance(Duration.ofMillis(1));

        assertThat(table.deletions()).containsExactly(5);
        assertThat(one).isCompletedWithValue(0);
        assertThat(other).isCompletedWithValue(0);
        assertThat(table.count("OUTBOX#")).isZero();
    }

    @Test
    void shouldNotWait_when25ItemsFillARequest() {
        remove(24, WITHIN);
        assertThat(table.deletions()).isEmpty();

        remove(2, WITHIN);

        assertThat(table.deletions()).containsExactly(25);
        time.advance(WITHIN);
        assertThat(table.deletions()).containsExactly(25, 1);
    }

    @Test
    void shouldRemoveAllAtOnce_whenOneCallerDoesNotWait() {
        remove(2, WITHIN);

        CompletableFuture<Integer> urgent = remove(1, Duration.ZERO);

        assertThat(table.deletions()).containsExactly(3);
        assertThat(urgent).isCompletedWithValue(0);
    }

    @Test
    void shouldWaitForTheShorterTime_whenTwoCallersDiffer() {
        remove(1, WITHIN);
        remove(1, Duration.ofMillis(5));

        time.advance(Duration.ofMillis(5));

        assertThat(table.deletions()).containsExactly(2);
    }

    @Test
    void shouldRetryThem_whenDynamoDbLeavesItemsUnprocessed() {
        table.leaveUnprocessed(3);

        CompletableFuture<Integer> removed = remove(25, WITHIN);

        assertThat(removed).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(0);
        assertThat(table.deletions()).containsExactly(25, 1, 1, 1);
        assertThat(table.count("OUTBOX#")).isZero();
    }

    @Test
    void shouldCountThemAndGoOn_whenItemsCannotBeRemoved() {
        table.failDeletes(true);
        assertThat(remove(25, WITHIN)).isCompletedWithValue(25);
        table.failDeletes(false);

        assertThat(remove(25, WITHIN)).isCompletedWithValue(0);

        assertThat(metrics.counter("stage5.outbox.unmarked").count()).isEqualTo(25);
    }

    @Test
    void shouldCompleteOnceAllIsRemoved_whenItIsFlushed() {
        remove(3, WITHIN);

        assertThat(removal.flush().subscribeAsCompletionStage()).isDone();

        assertThat(table.count("OUTBOX#")).isZero();
        assertThat(removal.flush().subscribeAsCompletionStage()).isDone();
    }

    private CompletableFuture<Integer> remove(int items, Duration within) {
        List<Map<String, AttributeValue>> keys = IntStream.range(0, items)
                .mapToObj(i -> table.add(TestEvents.event("order/" + orders++, 1, Instant.EPOCH)))
                .map(ITEMS::item)
                .toList();
        return removal.remove(keys, within).subscribeAsCompletionStage();
    }
}
