package stage5.cli.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The promises that {@code ./stage5 check} reckons with, for stores that were read otherwise. */
public final class Books {

    private Books() {}

    /** A charge that the payment provider has. */
    public record Payment(String key, String reference, String status, Long amount, String currency) {}

    /** A mail that was delivered, by its Message-ID. */
    public record Delivered(String messageId, String to, int deliveries) {}

    /** What a queue holds. */
    public record Depth(String queue, int messages, int deadLetters) {}

    /** What SNS has accepted, and what of it is not as the contracts say. */
    public record Published(long events, List<String> departures) {}

    /**
     * Returns each case that breaks a promise.
     *
     * @param tables the items of each table, by its name
     */
    public static List<String> offenders(
            Instant readAt,
            Map<String, List<Map<String, AttributeValue>>> tables,
            List<Payment> payments,
            List<Delivered> mails,
            Map<String, Integer> outboxes,
            List<Depth> queues,
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
                Optional.of(new Snapshot.Published(published.events(), published.departures())));
        return new Report(true, Check.judge(snapshot)).offenders();
    }

    private static List<Map<String, AttributeValue>> having(String partition, List<Map<String, AttributeValue>> items) {
        return items.stream()
                .filter(item -> item.get("pk").s().startsWith(partition))
                .toList();
    }
}
