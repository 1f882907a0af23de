package stage5.kit.events.dynamodb;

import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Gives at most one process of a service at a time the right to do some work. A lease is an item of the service's own
 * table, {@code LEASE#name}, with an owner and an end in epoch milliseconds of the injected clock. If the owner dies,
 * others get the lease after its end.
 */
@ApplicationScoped
public class TableLease {

    private static final Logger LOG = Logger.getLogger(TableLease.class);
    private static final String OWNER = "owner";
    private static final String UNTIL = "until";
    private static final Map<String, String> NAMES = Map.of("#owner", OWNER);

    private final Dynamo dynamo;
    private final Clock clock;
    private final String table;

    public TableLease(Dynamo dynamo, Clock clock, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.table = table;
    }

    /**
     * Completes with the result of the work, once it has ended and the lease is released. If another owner holds the
     * lease of this name, completes with the result of {@code otherwise} instead.
     *
     * @param time how long the lease lasts; it is not renewed, so the work has to end before
     */
    public <T> Uni<T> holding(String name, Duration time, Supplier<Uni<T>> work, Supplier<Uni<T>> otherwise) {
        // A new owner id each time: a function that was frozen past the end of its lease must not release a newer one.
        String owner = UUID.randomUUID().toString();
        return acquire(name, owner, clock.instant().plus(time))
                .chain(acquired -> acquired
                        ? Uni.createFrom().deferred(work::get).eventually(() -> release(name, owner))
                        : otherwise.get());
    }

    private Uni<Boolean> acquire(String name, String owner, Instant until) {
        Map<String, AttributeValue> item = new HashMap<>(leaseKey(name));
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

    /** Never fails: a lease that is not released ends by time. After its end it may have another owner already. */
    private Uni<Void> release(String name, String owner) {
        return dynamo.call(c -> c.deleteItem(delete -> delete.tableName(table)
                        .key(leaseKey(name))
                        .conditionExpression("#owner = :owner")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(":owner", s(owner)))))
                .onFailure()
                .invoke(e -> LOG.warnf("Lease %s not released: %s", name, e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static Map<String, AttributeValue> leaseKey(String name) {
        return key("LEASE#" + name, "LEASE");
    }
}
