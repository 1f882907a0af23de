package stage5.kit.store;

import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.s;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.dynamo.Dynamo;

/**
 * Lets one of a service's processes at a time do what several of them could do: an item of the service's own table says
 * who, and until when, in milliseconds of the injected clock. An owner who died is waited for no longer than that.
 */
@ApplicationScoped
class Lease {

    private static final Logger LOG = Logger.getLogger(Lease.class);
    private static final String OWNER = "owner";
    private static final String UNTIL = "until";
    private static final Map<String, String> NAMES = Map.of("#owner", OWNER);

    private final Dynamo dynamo;
    private final Clock clock;
    private final String table;

    Lease(Dynamo dynamo, Clock clock, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.table = table;
    }

    /**
     * Returns the outcome of the work, or that of {@code otherwise} where somebody else holds the lease of this name. It
     * is given back as soon as the work has ended.
     *
     * @param time how long it is held at most; the work must have ended by then
     */
    <T> Uni<T> holding(String name, Duration time, Supplier<Uni<T>> work, Supplier<Uni<T>> otherwise) {
        // A new owner each time: a process that was frozen and thawed must not take itself for the present one.
        String owner = UUID.randomUUID().toString();
        return take(name, owner, clock.instant().plus(time))
                .chain(taken -> taken
                        ? Uni.createFrom().deferred(work::get).eventually(() -> giveBack(name, owner))
                        : otherwise.get());
    }

    private Uni<Boolean> take(String name, String owner, Instant until) {
        Map<String, AttributeValue> item = new java.util.HashMap<>(lease(name));
        item.put(OWNER, s(owner));
        item.put(UNTIL, n(until.toEpochMilli()));
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk) OR #until <= :now")
                        .expressionAttributeNames(Map.of("#until", UNTIL))
                        .expressionAttributeValues(Map.of(":now", n(clock.millis())))))
                .replaceWith(true)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(false);
    }

    /** What can't be given back runs out; and it may be somebody else's by now. */
    private Uni<Void> giveBack(String name, String owner) {
        return dynamo.call(c -> c.deleteItem(delete -> delete.tableName(table)
                        .key(lease(name))
                        .conditionExpression("#owner = :owner")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(":owner", s(owner)))))
                .onFailure()
                .invoke(e -> LOG.warnf("The lease %s was not given back: %s", name, e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static Map<String, AttributeValue> lease(String name) {
        return key("LEASE#" + name, "LEASE");
    }
}
