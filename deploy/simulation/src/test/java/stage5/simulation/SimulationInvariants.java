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
import stage5.cli.check.CheckAdapter.DeliveredMail;
import stage5.topology.StoredItem;
import stage5.topology.StoredItem.Attribute;

/** Invariants beyond those of {@code ./stage5 check}: they need data that only a simulation has. */
final class SimulationInvariants {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Map<String, AttributeValue>>> tables;
    private final List<DeliveredMail> mails;
    private final int failedCalls;
    private final Set<String> refusedOrders;
    private final Map<String, Long> stocked;

    /**
     * @param refusedOrders the orders for which the payment provider has responded with a refusal
     * @param stocked the units that administrators have added, by SKU
     */
    SimulationInvariants(
            Map<String, List<Map<String, AttributeValue>>> tables,
            List<DeliveredMail> mails,
            int failedCalls,
            Set<String> refusedOrders,
            Map<String, Long> stocked) {
        this.tables = tables;
        this.mails = mails;
        this.failedCalls = failedCalls;
        this.refusedOrders = refusedOrders;
        this.stocked = stocked;
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        checkSagasEnded(findings);
        checkPriceList(findings);
        checkUncountedSales(findings);
        checkMails(findings);
        checkRefusals(findings);
        checkUnits(findings);
        checkShortages(findings);
        return findings;
    }

    /** Only a refusal of the provider rejects an order as refused: any other status leaves the outcome unknown. */
    private void checkRefusals(List<String> findings) {
        events("orders")
                .filter(event -> event.path("type").asText().equals("stage5.order.rejected.v1"))
                .map(event -> event.path("data"))
                .filter(order -> order.path("reason").asText().equals("payment-refused"))
                .map(order -> order.path("orderId").asText())
                .filter(order -> !refusedOrders.contains(order))
                .forEach(
                        order -> findings.add(order + " was rejected as refused, but the provider has not refused it"));
    }

    /** A split of a stock, or a transfer between its buckets, neither adds nor loses units. */
    private void checkUnits(List<String> findings) {
        Map<String, Long> received = tables.get("catalog").stream()
                .filter(item -> StoredItem.STOCK.matches(text(item, "pk"), text(item, "sk")))
                .collect(Collectors.groupingBy(
                        item -> StoredItem.STOCK.id(text(item, "pk")).split("/")[0],
                        Collectors.summingLong(item ->
                                Long.parseLong(item.get(Attribute.RECEIVED).n()))));
        if (!received.equals(stocked)) {
            findings.add("administrators have added %s units, the buckets have received %s"
                    .formatted(new TreeMap<>(stocked), new TreeMap<>(received)));
        }
    }

    /** A product is short only if other orders hold its units, in whichever buckets: at most those that ever reserved some. */
    private void checkShortages(List<String> findings) {
        Map<String, Long> everReserved = events("catalog")
                .filter(event -> event.path("type").asText().equals("stage5.stock.reserved.v1"))
                .flatMap(event -> event.at("/data/lines").valueStream())
                .collect(Collectors.groupingBy(
                        line -> line.path("sku").asText(),
                        Collectors.summingLong(line -> line.path("quantity").asLong())));
        events("catalog")
                .filter(event -> event.path("type").asText().equals("stage5.stock.rejected.v1"))
                .filter(event -> event.at("/data/reason").asText().equals("out-of-stock"))
                .forEach(event -> event.at("/data/shortages").forEach(shortage -> {
                    String sku = shortage.path("sku").asText();
                    long free = stocked.getOrDefault(sku, 0L) - everReserved.getOrDefault(sku, 0L);
                    if (shortage.path("requested").asLong() <= free) {
                        findings.add("%s was rejected: %s, but %d units were never reserved"
                                .formatted(event.at("/data/orderId").asText(), shortage, free));
                    }
                }));
    }

    private void checkSagasEnded(List<String> findings) {
        tables.get("orders").stream()
                .filter(item -> text(item, "sk").equals("SAGA"))
                .forEach(item -> findings.add("a saga has not ended: " + text(item, "pk")));
    }

    /** The price list is a read model of the product events: each price must be that of the latest event. */
    private void checkPriceList(List<String> findings) {
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
                findings.add("%s costs %s, the price list says %s".formatted(sku, amount, price));
            }
        });
    }

    /** While Redis is down, each confirmed order must be in the sales backlog once. */
    private void checkUncountedSales(List<String> findings) {
        Set<String> confirmed = events("orders")
                .filter(event -> event.path("type").asText().equals("stage5.order.confirmed.v1"))
                .map(event -> event.path("id").asText())
                .collect(Collectors.toSet());
        Set<String> backlog = tables.get("order-view").stream()
                .filter(item -> text(item, "pk").startsWith("sales-backlog/"))
                .map(item -> text(item, "sk"))
                .collect(Collectors.toSet());
        if (!backlog.equals(confirmed)) {
            findings.add("confirmed orders are %s, the sales backlog has %s".formatted(confirmed, backlog));
        }
    }

    /** A mail may be sent again, with the same Message-ID, only after a lost response or a crash. */
    private void checkMails(List<String> findings) {
        mails.stream()
                .filter(mail -> mail.deliveries() > 1 + failedCalls)
                .forEach(mail -> findings.add("%s was sent %d times, with %d failed calls"
                        .formatted(mail.messageId(), mail.deliveries(), failedCalls)));
    }

    private Stream<JsonNode> events(String table) {
        return tables.get(table).stream()
                .filter(item -> text(item, "sk").startsWith("EVENT#") && item.containsKey("event"))
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
