package stage5.cli.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.topology.StoredItem;
import stage5.topology.Table;

/** Applies the invariants of {@code ./stage5 check} to the data of a simulation. */
public final class CheckAdapter {

    private CheckAdapter() {}

    /** A charge at the payment provider. */
    public record Payment(String key, String reference, String status, Long amount, String currency) {}

    /** A delivered mail by its Message-ID, with the number of its deliveries. */
    public record DeliveredMail(String messageId, String to, int deliveries) {}

    /** The number of messages in a queue and in its dead-letter queue. */
    public record QueueDepth(String queue, int messages, int deadLetters) {}

    /** The number of events that SNS has accepted, and those that violate their contracts. */
    public record Published(long events, List<String> contractViolations) {}

    /**
     * Returns each violation of an invariant.
     *
     * @param tables the items of each table, by its name
     */
    public static List<String> findings(
            Instant readAt,
            Map<String, List<Map<String, AttributeValue>>> tables,
            List<Payment> payments,
            List<DeliveredMail> mails,
            Map<String, Integer> outboxes,
            List<QueueDepth> queues,
            Published published) {
        List<Map<String, AttributeValue>> catalog = tables.get(StoredItem.STOCK.table());
        List<Map<String, AttributeValue>> orders = tables.get(StoredItem.ORDER_EVENT.table());
        List<Map<String, AttributeValue>> views = tables.get(StoredItem.ORDER_IN_HISTORY.table());
        Snapshot snapshot = new Snapshot(
                readAt,
                StoreReader.stocks(catalog),
                StoreReader.reservations(catalog),
                StoreReader.orders(orders),
                StoreReader.sagas(orders),
                StoreReader.history(having(StoredItem.ORDER_IN_HISTORY.partition("1/"), views)),
                StoreReader.uncountedUnits(having(StoredItem.UNCOUNTED_SALE.partition(""), views)),
                payments.stream()
                        .map(p -> new Snapshot.Charge(p.key(), p.reference(), p.status(), p.amount(), p.currency()))
                        .toList(),
                StoreReader.notifications(tables.get(StoredItem.NOTIFICATION.table())),
                mails.stream()
                        .map(mail -> new Snapshot.Mail(mail.messageId(), mail.to(), mail.deliveries()))
                        .toList(),
                outboxes,
                queues.stream()
                        .map(queue -> new Snapshot.QueueDepth(queue.queue(), queue.messages(), queue.deadLetters()))
                        .toList(),
                Optional.of(new Snapshot.Published(published.events(), published.contractViolations())));
        return new CheckReport(true, ConsistencyCheck.judge(snapshot)).violations();
    }

    private static List<Map<String, AttributeValue>> having(String partition, List<Map<String, AttributeValue>> items) {
        return items.stream()
                .filter(item -> item.get(Table.PARTITION).s().startsWith(partition))
                .toList();
    }
}
