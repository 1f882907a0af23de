package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.events.dynamodb.Attributes.key;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.InMemoryDynamoDb;
import stage5.kit.events.projection.ReadModelStateStore.StoredState;
import stage5.kit.events.store.UnreadableEvent;

class ReadModelStateStoreTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String TABLE = "orders";
    private static final Map<String, AttributeValue> KEY = key("view/" + InMemoryReadModel.NAME, "VIEW");

    private final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb();
    private final ReadModelStateStore store = new ReadModelStateStore(new Dynamo(dynamoDb, TIMEOUT), TABLE);
    private final InMemoryReadModel model = new InMemoryReadModel();

    @Test
    void shouldCreateStateAndFirstGeneration_whenThereIsNone() {
        StoredState created = resultOf(store.getOrCreate(model));

        assertThat(created).isEqualTo(new StoredState(1, 0, 0, ReadModelState.first()));
        assertThat(model.entriesOf(1)).isEmpty();
        assertThat(resultOf(store.getOrCreate(model))).isEqualTo(created);
    }

    @Test
    void shouldCreateTheGenerationFirst_whenTheStateCannotBeStored() {
        dynamoDb.failPuts(true);

        assertThatThrownBy(() -> resultOf(store.getOrCreate(model))).isInstanceOf(TimeoutException.class);

        assertThat(model.entriesOf(1)).isNotNull();
        assertThat(dynamoDb.item(TABLE, KEY)).isNull();
    }

    @Test
    void shouldReturnTheOthersState_whenAnotherProcessCreatesItFirst() {
        StoredState others = new StoredState(7, 1, 2, ReadModelState.first().started(Instant.EPOCH));
        ReadModelStateStore other = new ReadModelStateStore(new Dynamo(dynamoDb, TIMEOUT), TABLE);
        dynamoDb.beforeNextPut(() -> {
            StoredState created = resultOf(other.getOrCreate(model));
            resultOf(other.replace(model, created, others));
        });

        assertThat(resultOf(store.getOrCreate(model))).isEqualTo(others);
    }

    @Test
    void shouldStoreNothing_whenTheStateIsReadForAQuery() {
        assertThat(resultOf(store.findForQuery(model))).isEmpty();

        assertThat(dynamoDb.size(TABLE)).isZero();
        assertThat(model.entriesOf(1)).as("the generation that a query reads").isEmpty();
    }

    @Test
    void shouldReturnTheStoredState_whenReadForAQuery() {
        StoredState created = resultOf(store.getOrCreate(model));

        assertThat(resultOf(store.findForQuery(model))).contains(created);
    }

    @Test
    void shouldReplaceTheState_whenTheVersionIsUnchanged() {
        StoredState before = resultOf(store.getOrCreate(model));
        StoredState after = before.released(before.state().started(Instant.EPOCH), 5_000);

        assertThat(resultOf(store.replace(model, before, after))).contains(after);

        assertThat(after.version()).isEqualTo(2);
        assertThat(after.touchedAt()).isEqualTo(5_000);
        assertThat(resultOf(store.getOrCreate(model))).isEqualTo(after);
    }

    @Test
    void shouldStoreNothing_whenTheVersionHasChanged() {
        StoredState read = resultOf(store.getOrCreate(model));
        StoredState others = read.leasedUntil(15_000);
        resultOf(store.replace(model, read, others));

        assertThat(resultOf(
                        store.replace(model, read, read.released(read.state().started(Instant.EPOCH), 1))))
                .isEmpty();

        assertThat(resultOf(store.getOrCreate(model))).isEqualTo(others);
    }

    @Test
    void shouldKeepTheState_whenOnlyTheLeaseChanges() {
        StoredState before = new StoredState(3, 1_000, 0, ReadModelState.first());

        assertThat(before.leasedUntil(9_000)).isEqualTo(new StoredState(4, 1_000, 9_000, before.state()));
    }

    @Test
    void shouldKeepTheItemLayout_whenAStateIsStored() {
        StoredState before = resultOf(store.getOrCreate(model));
        ReadModelState state = ReadModelState.first().started(Instant.parse("2026-01-01T00:00:00Z"));
        resultOf(store.replace(model, before, new StoredState(2, 10, 20, state)));

        Map<String, AttributeValue> item = dynamoDb.item(TABLE, KEY);

        assertThat(item.keySet()).containsExactlyInAnyOrder("pk", "sk", "version", "touchedAt", "leasedUntil", "state");
        assertThat(item.get("leasedUntil").n()).isEqualTo("20");
        assertThat(item.get("state").s())
                .isEqualTo("{\"generations\":{\"current\":1,\"building\":2,\"latest\":2,\"dropped\":[]},"
                        + "\"phase\":\"PREPARING\",\"since\":\"2026-01-01T00:00:00Z\","
                        + "\"progress\":{\"startedAt\":\"2026-01-01T00:00:00Z\",\"segment\":0,\"events\":0,"
                        + "\"unreadable\":0,\"setAside\":[]}}");
    }

    @Test
    void shouldReadTheState_whenAnEarlierReleaseHasStoredIt() {
        StoredState before = resultOf(store.getOrCreate(model));
        Map<String, AttributeValue> item = new HashMap<>(dynamoDb.item(TABLE, KEY));
        item.put(
                "state",
                AttributeValue.fromS("{\"generations\":{\"current\":1,\"building\":2,\"latest\":2,\"dropped\":[]},"
                        + "\"phase\":\"PREPARING\",\"since\":\"2026-01-01T00:00:00Z\","
                        + "\"progress\":{\"startedAt\":\"2026-01-01T00:00:00Z\",\"segment\":0,\"events\":0}}"));
        dynamoDb.put(TABLE, item);

        StoredState read = resultOf(store.getOrCreate(model));

        assertThat(read.version()).isEqualTo(before.version());
        assertThat(read.state()).isEqualTo(ReadModelState.first().started(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void shouldKeepTheCursorAndTheSetAsideEvents_whenAStateIsStored() {
        StoredState before = resultOf(store.getOrCreate(model));
        RebuildProgress progress = RebuildProgress.startedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .afterPage(1, List.of(new UnreadableEvent("order/1", "EVENT#0000000001", "not JSON")), "cursor");
        ReadModelState state = ReadModelState.first()
                .started(Instant.parse("2026-01-01T00:00:00Z"))
                .with(progress)
                .dropped("next part");
        resultOf(store.replace(model, before, new StoredState(2, 10, 20, state)));

        assertThat(resultOf(store.getOrCreate(model)).state()).isEqualTo(state);
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
