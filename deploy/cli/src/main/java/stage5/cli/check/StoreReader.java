package stage5.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import redis.clients.jedis.Jedis;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.cli.check.Snapshot.Charge;
import stage5.cli.check.Snapshot.Mail;
import stage5.cli.check.Snapshot.Notification;
import stage5.cli.check.Snapshot.Order;
import stage5.cli.check.Snapshot.Published;
import stage5.cli.check.Snapshot.QueueDepth;
import stage5.cli.check.Snapshot.Saga;
import stage5.cli.check.Snapshot.Stock;
import stage5.cli.check.Snapshot.StoredEvent;
import stage5.cli.check.Snapshot.ViewedOrder;
import stage5.stack.cloud.CloudClients;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.Api;
import stage5.stack.Ports;
import stage5.topology.Topology;

/** Reads the services' stores behind their backs: DynamoDB, Redis, SQS, the mailboxes and the payment provider's books. */
final class StoreReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OUTBOX = "outbox";
    private static final int MOST_MAILS = 50_000;
    private static final List<QueueAttributeName> DEPTHS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private final Topology topology = Topology.load();
    private final Clock clock;
    private final DynamoDbClient dynamo;
    private final SqsClient sqs;
    private final Api console;
    private final Api payment;
    private final Ports ports;

    StoreReader(Ports ports, Clock clock) {
        this.clock = clock;
        this.dynamo = CloudClients.dynamoDb(ports);
        this.sqs = CloudClients.sqs(ports);
        this.console = new Api(ports.console());
        this.payment = new Api(ports.payment());
        this.ports = ports;
    }

    Snapshot read() throws InterruptedException {
        List<Map<String, AttributeValue>> catalog = items("catalog", "sk IN (:a, :b)", "STOCK", "RESERVATION");
        List<Map<String, AttributeValue>> orders = items("orders", "begins_with(pk, :a)", "order/");
        return new Snapshot(
                clock.instant(),
                stocks(catalog),
                reservations(catalog),
                orders(orders),
                sagas(orders),
                view(items("order-view", "begins_with(pk, :a)", "history/" + generation("history") + "/")),
                sales(),
                charges(),
                notifications(items("notifications", "sk = :a", "MAIL")),
                mails(),
                outboxes(),
                queues(),
                published());
    }

    /** Returns how much is under way: unpublished events, unread messages, orders that wait for something. */
    int underWay() {
        return outboxes().values().stream().mapToInt(Integer::intValue).sum()
                + queues().stream().mapToInt(QueueDepth::messages).sum()
                + count("orders", "due");
    }

    @Override
    public void close() {
        dynamo.close();
        sqs.close();
        console.close();
        payment.close();
    }

    static List<Stock> stocks(List<Map<String, AttributeValue>> items) {
        return having("STOCK", items).stream()
                .map(item -> new Stock(
                        id(item),
                        number(item, "onHand"),
                        number(item, "reserved"),
                        number(item, "sold"),
                        number(item, "received")))
                .toList();
    }

    static Map<String, String> reservations(List<Map<String, AttributeValue>> items) {
        Map<String, String> statuses = new HashMap<>();
        having("RESERVATION", items)
                .forEach(item -> statuses.put(id(item), item.get("status").s()));
        return statuses;
    }

    static List<Order> orders(List<Map<String, AttributeValue>> items) {
        Map<String, List<StoredEvent>> events = new TreeMap<>();
        having("EVENT#", items).forEach(item -> events.computeIfAbsent(id(item), id -> new ArrayList<>())
                .add(event(item)));
        List<Order> orders = new ArrayList<>();
        events.forEach((id, unsorted) -> {
            unsorted.sort(Comparator.comparingLong(StoredEvent::sequence));
            orders.add(new Order(id, List.copyOf(unsorted)));
        });
        return orders;
    }

    private static StoredEvent event(Map<String, AttributeValue> item) {
        JsonNode event = json(item.get("event").s());
        return new StoredEvent(
                event.path("id").asText(),
                event.path("type").asText(),
                event.path("sequence").asLong(),
                event);
    }

    static Map<String, Saga> sagas(List<Map<String, AttributeValue>> items) {
        Map<String, Saga> sagas = new HashMap<>();
        having("SAGA", items)
                .forEach(item -> sagas.put(
                        id(item), new Saga(item.get("state").s(), Instant.ofEpochMilli(number(item, "deadlineAt")))));
        return sagas;
    }

    static List<ViewedOrder> view(List<Map<String, AttributeValue>> items) {
        return items.stream()
                .map(item -> new ViewedOrder(
                        item.get("pk").s().split("/", 3)[2],
                        item.get("sk").s(),
                        number(item, "sequence"),
                        item.get("status").s(),
                        json(item.get("event").s())))
                .toList();
    }

    static Map<String, Notification> notifications(List<Map<String, AttributeValue>> items) {
        Map<String, Notification> notifications = new HashMap<>();
        items.forEach(item -> {
            AttributeValue messageId = item.get("messageId"); // there once the mail is settled
            notifications.put(
                    id(item), new Notification(item.get("status").s(), messageId == null ? null : messageId.s()));
        });
        return notifications;
    }

    private Map<String, Long> sales() {
        Map<String, Long> sales = new HashMap<>();
        try (Jedis redis = CloudClients.redis(ports)) {
            redis.zrangeWithScores("{sales}:" + generation("sales") + ":bestsellers", 0, -1)
                    .forEach(counted -> sales.put(counted.getElement(), (long) counted.getScore()));
        }
        uncounted(items("order-view", "pk = :a", "sales-backlog"))
                .forEach((sku, pieces) -> sales.merge(sku, pieces, Long::sum));
        return sales;
    }

    /** Returns the pieces sold, by sku, that Redis is still to count. */
    static Map<String, Long> uncounted(List<Map<String, AttributeValue>> backlog) {
        Map<String, Long> pieces = new HashMap<>();
        backlog.forEach(item -> json(item.get("event").s())
                .path("data")
                .path("lines")
                .forEach(line -> pieces.merge(
                        line.path("sku").asText(), line.path("quantity").asLong(), Long::sum)));
        return pieces;
    }

    /** Returns the number of the generation of a read model that is read, which is 1 before its first event. */
    private long generation(String model) {
        Map<String, AttributeValue> item = dynamo.getItem(get -> get.tableName("orders")
                        .key(Map.of("pk", AttributeValue.fromS("view/" + model), "sk", AttributeValue.fromS("VIEW")))
                        .consistentRead(true))
                .item();
        return item.isEmpty()
                ? 1
                : json(item.get("state").s())
                        .path("generations")
                        .path("current")
                        .asLong();
    }

    private List<Charge> charges() throws InterruptedException {
        List<Charge> charges = new ArrayList<>();
        for (JsonNode charge : payment.get("/charges").expect(200).json()) {
            JsonNode amount = charge.path("amount");
            charges.add(new Charge(
                    charge.path("key").asText(),
                    charge.path("reference").asText(),
                    charge.path("status").asText(),
                    amount.has("amount") ? amount.path("amount").asLong() : null,
                    amount.path("currency").asText()));
        }
        return charges;
    }

    private List<Mail> mails() throws InterruptedException {
        List<Mail> mails = new ArrayList<>();
        for (JsonNode mail : console.get("/mails?content=false&limit=" + MOST_MAILS)
                .expect(200)
                .json()) {
            mails.add(new Mail(
                    mail.path("messageId").asText(),
                    mail.path("to").asText(),
                    mail.path("deliveries").asInt()));
        }
        return mails;
    }

    /** Only the local cloud's own SNS looks at what is published; without it, its console knows no such thing. */
    private Optional<Published> published() throws InterruptedException {
        ApiResponse answer = console.get("/published").expect(200, 404);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        JsonNode published = answer.json();
        List<String> departures = new ArrayList<>();
        for (JsonNode departure : published.path("departures")) {
            departures.add("%s: %s".formatted(departure.path("body").asText(), departure.path("violations")));
        }
        return Optional.of(new Published(published.path("looked").asLong(), departures));
    }

    private Map<String, Integer> outboxes() {
        Map<String, Integer> outboxes = new TreeMap<>();
        topology.tables()
                .filter(table ->
                        table.indexes().stream().anyMatch(index -> index.name().equals(OUTBOX)))
                .forEach(table -> outboxes.put(table.name(), count(table.name(), OUTBOX)));
        return outboxes;
    }

    private List<QueueDepth> queues() {
        return topology.queues()
                .map(queue -> new QueueDepth(queue.name(), depth(queue.name()), depth(queue.deadLetterQueue())))
                .toList();
    }

    private int depth(String queue) {
        String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
        return sqs
                .getQueueAttributes(get -> get.queueUrl(url).attributeNames(DEPTHS))
                .attributesAsStrings()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private int count(String table, String index) {
        return dynamo
                .scanPaginator(scan -> scan.tableName(table).indexName(index).select(Select.COUNT))
                .stream()
                .mapToInt(page -> page.count())
                .sum();
    }

    private List<Map<String, AttributeValue>> items(String table, String filter, String... values) {
        Map<String, AttributeValue> parameters = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            parameters.put(":" + (char) ('a' + i), AttributeValue.fromS(values[i]));
        }
        return dynamo
                .scanPaginator(scan -> scan.tableName(table)
                        .consistentRead(true)
                        .filterExpression(filter)
                        .expressionAttributeValues(parameters.isEmpty() ? null : parameters))
                .items()
                .stream()
                .toList();
    }

    private static List<Map<String, AttributeValue>> having(String sortKey, List<Map<String, AttributeValue>> items) {
        return items.stream()
                .filter(item -> item.get("sk").s().startsWith(sortKey))
                .toList();
    }

    /** Returns what stands behind the kind of thing in the partition key: the sku of {@code stock/KIT-1001}. */
    private static String id(Map<String, AttributeValue> item) {
        String pk = item.get("pk").s();
        return pk.substring(pk.indexOf('/') + 1);
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(item.get(name).n());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("Stored event that is not JSON: " + text, e);
        }
    }
}
