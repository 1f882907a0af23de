package stage5.order.placing;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.Change;
import stage5.kit.web.money.Money;

/**
 * Stores the result of each request by its idempotency key. The key is written in the transaction of the order, so that
 * both exist or neither.
 */
@ApplicationScoped
class IdempotencyKeys {

    /** The label of the condition that the key is unused. */
    static final String KEY = "key";

    private static final String EXPIRES_AT = "expiresAt"; // the TTL attribute of the table, in epoch seconds

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

    /** Completes with the stored result of the key, or empty if the key is unused or expired. */
    Uni<Optional<StoredResult>> find(IdempotencyKey key) {
        return dynamo.get(table, keyOf(key))
                .map(item -> item.filter(found -> number(found, EXPIRES_AT) >= now().getEpochSecond())
                        .map(IdempotencyKeys::result));
    }

    /** Returns the change with the key added; its commit fails with the label {@link #KEY} if the key is in use. */
    Change add(Change change, IdempotencyKey key, StoredResult result) {
        return change.put(KEY, put -> put.item(item(key, result))
                // DynamoDB deletes expired items within a few days, not at once.
                .conditionExpression("attribute_not_exists(pk) OR expiresAt < :now")
                .expressionAttributeValues(Map.of(":now", n(now().getEpochSecond()))));
    }

    private Instant now() {
        return clock.instant();
    }

    private static Map<String, AttributeValue> keyOf(IdempotencyKey key) {
        return key("key/" + key.customerId() + "/" + key.value(), "KEY");
    }

    private Map<String, AttributeValue> item(IdempotencyKey key, StoredResult result) {
        Map<String, AttributeValue> primary = keyOf(key);
        PlaceOrderResponse response = result.response();
        return Map.of(
                PK,
                primary.get(PK),
                SK,
                primary.get(SK),
                "digest",
                s(result.digest()),
                "orderId",
                s(response.id()),
                "status",
                s(response.status()),
                "amount",
                n(response.total().amount()),
                "currency",
                s(response.total().currency()),
                EXPIRES_AT,
                n(now().plus(lifetime).getEpochSecond()));
    }

    private static StoredResult result(Map<String, AttributeValue> item) {
        return new StoredResult(
                string(item, "digest"),
                new PlaceOrderResponse(
                        string(item, "orderId"),
                        string(item, "status"),
                        new Money(number(item, "amount"), string(item, "currency"))));
    }

    /**
     * The result of the first request with a key.
     *
     * @param digest the {@link RequestDigest} of that request
     * @param response its response, returned again for each repetition
     */
    record StoredResult(String digest, PlaceOrderResponse response) {}
}
