package stage5.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.cli.check.Books.Delivered;

/** What must hold at the end beyond the books, which only know what a running shop can tell. */
final class Promises {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Map<String, AttributeValue>>> tables;
    private final List<Delivered> mails;
    private final int mishaps;

    Promises(Map<String, List<Map<String, AttributeValue>>> tables, List<Delivered> mails, int mishaps) {
        this.tables = tables;
        this.mails = mails;
        this.mishaps = mishaps;
    }

    List<String> offenders() {
        List<String> offenders = new ArrayList<>();
        sagasEnded(offenders);
        pricesAreTheLatest(offenders);
        salesAreKeptOnce(offenders);
        mailsAreSingle(offenders);
        return offenders;
    }

    private void sagasEnded(List<String> offenders) {
        tables.get("orders").stream()
                .filter(item -> text(item, "sk").equals("SAGA"))
                .forEach(item -> offenders.add("a saga has not ended: " + text(item, "pk")));
    }

    /** The price list is a read model of the product events. */
    private void pricesAreTheLatest(List<String> offenders) {
        Map<String, JsonNode> latest = new TreeMap<>();
        events("catalog")
                .filter(event -> event.path("type").asText().startsWith("stage5.product."))
                .forEach(event -> latest.merge(
                        event.path("data").path("sku").asText(),
                        event,
                        (a, b) ->
                                a.path("sequence").asLong() > b.path("sequence").asLong() ? a : b));
        Map<String, Map<String, AttributeValue>> prices = tables.get("orders").stream()
                .filter(item -> text(item, "pk").startsWith("price/"))
                .collect(Collectors.toMap(item -> text(item, "sku"), item -> item));
        latest.forEach((sku, event) -> {
            Map<String, AttributeValue> price = prices.get(sku);
            String amount = event.path("data").path("price").path("amount").asText();
            if (price == null || !price.get("amount").n().equals(amount)) {
                offenders.add("%s costs %s, the price list says %s".formatted(sku, amount, price));
            }
        });
    }

    /** Without Redis each sale waits to be counted, once. */
    private void salesAreKeptOnce(List<String> offenders) {
        Set<String> confirmed = events("orders")
                .filter(event -> event.path("type").asText().equals("stage5.order.confirmed.v1"))
                .map(event -> event.path("id").asText())
                .collect(Collectors.toSet());
        Set<String> kept = tables.get("order-view").stream()
                .filter(item -> text(item, "pk").equals("sales-backlog"))
                .map(item -> text(item, "sk"))
                .collect(Collectors.toSet());
        if (!kept.equals(confirmed)) {
            offenders.add("confirmed are %s, kept to be counted %s".formatted(confirmed, kept));
        }
    }

    /** Only where an answer was lost, or a sender, may a mail be sent again, under its Message-ID. */
    private void mailsAreSingle(List<String> offenders) {
        mails.stream()
                .filter(mail -> mail.deliveries() > 1 + mishaps)
                .forEach(mail -> offenders.add("%s was sent %d times, with %d mishaps"
                        .formatted(mail.messageId(), mail.deliveries(), mishaps)));
    }

    private Stream<JsonNode> events(String table) {
        return tables.get(table).stream()
                .filter(item -> text(item, "sk").startsWith("EVENT#"))
                .map(item -> json(text(item, "event")));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.get(name).s();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
