package stage5.catalog.reserving;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.catalog.domain.Reservation;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.ReservationStatus;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.EventStore;

/** Reads reservations from DynamoDB, and prepares their writes. */
@ApplicationScoped
class Reservations {

    private static final String RESERVATION = "RESERVATION";
    private static final String SUBJECT_PREFIX = "reservation/";

    private final Dynamo dynamo;
    private final String table;

    Reservations(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.table = events.table();
    }

    /** Returns the subject of a reservation's events, which is also the partition key of its item. */
    static String subject(String orderId) {
        return SUBJECT_PREFIX + orderId;
    }

    /**
     * Completes with an order's reservation; empty if neither {@code order.placed} nor an end of the order was
     * consumed.
     */
    Uni<Optional<Reservation>> find(String orderId) {
        return dynamo.get(table, keyOf(orderId)).map(found -> found.map(Reservations::reservation));
    }

    /** Returns the put of a new reservation; its condition fails if the order has one. */
    static Consumer<Put.Builder> first(Reservation reservation) {
        Map<String, AttributeValue> key = keyOf(reservation.orderId());
        return put -> put.item(Map.of(
                        PK,
                        key.get(PK),
                        SK,
                        key.get(SK),
                        "status",
                        s(reservation.status().lowerCase()),
                        "lines",
                        lines(reservation.lines())))
                .conditionExpression("attribute_not_exists(pk)");
    }

    /** Returns the update that settles a reservation; its condition fails if it is settled already. */
    static Consumer<Update.Builder> settle(String orderId, ReservationStatus settled) {
        return update -> update.key(keyOf(orderId))
                .updateExpression("SET #status = :settled")
                .conditionExpression("#status = :reserved")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(
                        ":settled", s(settled.lowerCase()), ":reserved", s(ReservationStatus.RESERVED.lowerCase())));
    }

    private static Map<String, AttributeValue> keyOf(String orderId) {
        return key(subject(orderId), RESERVATION);
    }

    private static Reservation reservation(Map<String, AttributeValue> item) {
        return new Reservation(
                string(item, PK).substring(SUBJECT_PREFIX.length()),
                ReservationStatus.of(string(item, "status")),
                item.get("lines").l().stream()
                        .map(AttributeValue::m)
                        .map(line -> new ReservationLine(string(line, "sku"), number(line, "quantity")))
                        .toList());
    }

    private static AttributeValue lines(List<ReservationLine> lines) {
        return AttributeValue.fromL(lines.stream()
                .map(line -> AttributeValue.fromM(Map.of("sku", s(line.sku()), "quantity", n(line.quantity()))))
                .toList());
    }
}
