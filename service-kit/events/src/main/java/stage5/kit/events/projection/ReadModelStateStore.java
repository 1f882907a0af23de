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
 * What is known of each read model, an item in the service's own table, so that it outlives the model's store. Each
 * write is conditional on the version that was read: of two who act at once, one looks again.
 */
@ApplicationScoped
class ReadModelStateStore {

    private static final String SORT = "VIEW";
    private static final String VERSION = "version";
    private static final String STATE = "state";
    private static final String TOUCHED = "touchedAt";
    private static final String LEASED = "leasedUntil";

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
     * Returns the state of a model, for somebody who only looks: where there is none, the first generation is there to be
     * read, but nothing is stored.
     */
    Uni<Optional<Stored>> seen(ReadModel model) {
        return find(model)
                .call(found -> found.isPresent()
                        ? Uni.createFrom().voidItem()
                        : model.create(ReadModelGenerations.first().current()));
    }

    /** Returns the state of a model; the first who asks creates its first generation. */
    Uni<Stored> of(ReadModel model) {
        return find(model).chain(found -> found.map(Uni.createFrom()::item).orElseGet(() -> create(model)));
    }

    /** Returns what is stored once it is; empty where the version has changed, so that nothing was. */
    Uni<Optional<Stored>> replace(ReadModel model, Stored before, Stored after) {
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item(model, after))
                        .conditionExpression("version = :version")
                        .expressionAttributeValues(Map.of(":version", n(before.version())))))
                .replaceWith(Optional.of(after))
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(Optional.empty());
    }

    private Uni<Optional<Stored>> find(ReadModel model) {
        return dynamo.get(table, key(model)).map(found -> found.map(ReadModelStateStore::stored));
    }

    /** The generation comes first: whoever dies in between leaves one that is empty, not one that looks lost. */
    private Uni<Stored> create(ReadModel model) {
        Stored first = new Stored(1, 0, 0, ReadModelState.first());
        return model.create(first.state().generations().current())
                .chain(() -> dynamo.call(c -> c.putItem(put ->
                        put.tableName(table).item(item(model, first)).conditionExpression("attribute_not_exists(pk)"))))
                .replaceWith(first)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithUni(() -> find(model).map(Optional::orElseThrow));
    }

    private static Map<String, AttributeValue> item(ReadModel model, Stored stored) {
        Map<String, AttributeValue> item = new HashMap<>(key(model));
        item.put(VERSION, n(stored.version()));
        item.put(TOUCHED, n(stored.touchedAt()));
        item.put(LEASED, n(stored.leasedUntil()));
        item.put(STATE, s(write(stored.state())));
        return item;
    }

    private static Map<String, AttributeValue> key(ReadModel model) {
        return Attributes.key("view/" + model.name(), SORT);
    }

    private static Stored stored(Map<String, AttributeValue> item) {
        return new Stored(
                number(item, VERSION), number(item, TOUCHED), number(item, LEASED), read(string(item, STATE)));
    }

    private static String write(ReadModelState state) {
        try {
            return JSON.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The state of a read model can't be written", e);
        }
    }

    private static ReadModelState read(String json) {
        try {
            return JSON.readValue(json, ReadModelState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The state of a read model can't be read", e);
        }
    }

    /**
     * The state as an item.
     *
     * @param touchedAt when it was last written, in epoch milliseconds
     * @param leasedUntil until when somebody has it to herself, in epoch milliseconds
     */
    record Stored(long version, long touchedAt, long leasedUntil, ReadModelState state) {

        Stored leased(long until) {
            return new Stored(version + 1, touchedAt, until, state);
        }

        Stored next(ReadModelState after, long now) {
            return new Stored(version + 1, now, 0, after);
        }
    }
}
