package stage5.kit.events.projection;

import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.dynamodb.Dynamo;

/**
 * Stores the state of each read model as an item of the service's own table, so that it survives the loss of the
 * model's store. Each write is conditional on the version that was read, so of two concurrent writes only one succeeds.
 */
@ApplicationScoped
class ReadModelStateStore {

    private static final String SORT_KEY = "VIEW";
    private static final String VERSION = "version";
    private static final String STATE = "state";
    private static final String TOUCHED_AT = "touchedAt";
    private static final String LEASED_UNTIL = "leasedUntil";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Dynamo dynamo;
    private final String table;

    ReadModelStateStore(Dynamo dynamo, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /**
     * Completes with the stored state for a query, or empty if there is none yet. In that case the model's first
     * generation exists once this completes, but no state is stored.
     */
    Uni<Optional<StoredState>> findForQuery(ReadModel model) {
        return find(model)
                .call(found -> found.isPresent()
                        ? Uni.createFrom().voidItem()
                        : model.create(ReadModelGenerations.first().current()));
    }

    /** Completes with the stored state; the first call creates the state and the model's first generation. */
    Uni<StoredState> getOrCreate(ReadModel model) {
        return find(model).chain(found -> found.map(Uni.createFrom()::item).orElseGet(() -> create(model)));
    }

    /** Completes with {@code after} once it is stored, or empty if the version has changed and nothing was stored. */
    Uni<Optional<StoredState>> replace(ReadModel model, StoredState before, StoredState after) {
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item(model, after))
                        .conditionExpression("version = :version")
                        .expressionAttributeValues(Map.of(":version", n(before.version())))))
                .replaceWith(Optional.of(after))
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(Optional.empty());
    }

    private Uni<Optional<StoredState>> find(ReadModel model) {
        return dynamo.get(table, key(model)).map(found -> found.map(ReadModelStateStore::stored));
    }

    /**
     * Creates the generation before the state: after a crash in between, a state without generation would look lost.
     */
    private Uni<StoredState> create(ReadModel model) {
        StoredState first = new StoredState(1, 0, 0, ReadModelState.first());
        return model.create(first.state().generations().current())
                .chain(() -> dynamo.call(c -> c.putItem(put ->
                        put.tableName(table).item(item(model, first)).conditionExpression("attribute_not_exists(pk)"))))
                .replaceWith(first)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithUni(() -> find(model).map(Optional::orElseThrow));
    }

    private static Map<String, AttributeValue> item(ReadModel model, StoredState stored) {
        Map<String, AttributeValue> item = new HashMap<>(key(model));
        item.put(VERSION, n(stored.version()));
        item.put(TOUCHED_AT, n(stored.touchedAt()));
        item.put(LEASED_UNTIL, n(stored.leasedUntil()));
        item.put(STATE, s(write(stored.state())));
        return item;
    }

    private static Map<String, AttributeValue> key(ReadModel model) {
        return Attributes.key("view/" + model.name(), SORT_KEY);
    }

    private static StoredState stored(Map<String, AttributeValue> item) {
        return new StoredState(
                number(item, VERSION), number(item, TOUCHED_AT), number(item, LEASED_UNTIL), read(string(item, STATE)));
    }

    private static String write(ReadModelState state) {
        try {
            return JSON.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Read model state can't be serialized", e);
        }
    }

    private static ReadModelState read(String json) {
        try {
            return JSON.readValue(json, ReadModelState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Read model state can't be parsed", e);
        }
    }

    /**
     * The stored item of a read model.
     *
     * @param touchedAt when the last slice ended, in epoch milliseconds
     * @param leasedUntil the end of the lease of a running slice, in epoch milliseconds; 0 if none runs
     */
    record StoredState(long version, long touchedAt, long leasedUntil, ReadModelState state) {

        StoredState leasedUntil(long end) {
            return new StoredState(version + 1, touchedAt, end, state);
        }

        StoredState released(ReadModelState after, long touched) {
            return new StoredState(version + 1, touched, 0, after);
        }
    }
}
