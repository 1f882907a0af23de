package stage5.cli.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
        List<Map<String, AttributeValue>> catalog = tables.get("catalog");
        List<Map<String, AttributeValue>> orders = having("order/", tables.get("orders"));
        Snapshot snapshot = new Snapshot(
                readAt,
                StoreReader.stocks(having("stock/", catalog)),
                StoreReader.reservations(having("reservation/", catalog)),
                StoreReader.orders(orders),
                StoreReader.sagas(orders),
                StoreReader.view(having("history/1/", tables.get("order-view"))),
                StoreReader.uncounted(having("sales-backlog", tables.get("order-view"))),
                payments.stream()
                        .map(p -> new Snapshot.Charge(p.key(), p.reference(), p.status(), p.amount(), p.currency()))
                        .toList(),
                StoreReader.notifications(tables.get("notifications").stream()
                        .filter(item -> item.get("sk").s().equals("MAIL"))
                        .toList()),
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
                .filter(item -> item.get("pk").s().startsWith(partition))
                .toList();
    }
}
