package stage5.order.placing;

import static stage5.kit.dynamo.Attributes.PK;
import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.number;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.money.Money;
import stage5.kit.store.Change;

/**
 * Remembers which order a key has placed, and what was answered. The memory is written with the order, so that there is
 * one exactly where there is the other.
 */
@ApplicationScoped
class IdempotencyKeys {

    /** The label of the condition that nothing was placed with the key. */
    static final String KEY = "key";

    private static final String EXPIRES_AT = "expiresAt"; // the table's time to live, in seconds

    private final Dynamo dynamo;
    private final Clock clock;
    private final String table;
    private final Duration lifetime;

    IdempotencyKeys(
            Dynamo dynamo, Clock clock, @ConfigProperty(name = "stage5.table") String table, PlacingSettings settings) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.table = table;
        this.lifetime = settings.keyLifetime();
    }

    /** Returns what was placed with the key, or empty. */
    Uni<Optional<Remembered>> find(IdempotencyKey key) {
        return dynamo.get(table, keyOf(key))
                .map(item -> item.filter(found -> number(found, EXPIRES_AT) >= now().getEpochSecond())
                        .map(IdempotencyKeys::remembered));
    }

    /** Returns the change, which now fails if the key has placed an order already. */
    Change remember(Change change, IdempotencyKey key, Remembered remembered) {
        return change.put(KEY, put -> put.item(item(key, remembered))
                // DynamoDB deletes what has expired within days, not at once.
                .conditionExpression("attribute_not_exists(pk) OR expiresAt < :now")
                .expressionAttributeValues(Map.of(":now", n(now().getEpochSecond()))));
    }

    private Instant now() {
        return clock.instant();
    }

    private static Map<String, AttributeValue> keyOf(IdempotencyKey key) {
        return key("key/" + key.customerId() + "/" + key.value(), "KEY");
    }

    private Map<String, AttributeValue> item(IdempotencyKey key, Remembered remembered) {
        Map<String, AttributeValue> primary = keyOf(key);
        PlacedOrder answer = remembered.answer();
        return Map.of(
                PK,
                primary.get(PK),
                SK,
                primary.get(SK),
                "digest",
                s(remembered.digest()),
                "orderId",
                s(answer.id()),
                "status",
                s(answer.status()),
                "amount",
                n(answer.total().amount()),
                "currency",
                s(answer.total().currency()),
                EXPIRES_AT,
                n(now().plus(lifetime).getEpochSecond()));
    }

    private static Remembered remembered(Map<String, AttributeValue> item) {
        return new Remembered(
                string(item, "digest"),
                new PlacedOrder(
                        string(item, "orderId"),
                        string(item, "status"),
                        new Money(number(item, "amount"), string(item, "currency"))));
    }

    /**
     * What was done for a key.
     *
     * @param digest of the request
     */
    record Remembered(String digest, PlacedOrder answer) {}
}
