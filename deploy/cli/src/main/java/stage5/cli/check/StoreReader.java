package stage5.cli.check;

import static java.util.stream.Collectors.toSet;
import static stage5.topology.StoredItem.DUE_SAGA;
import static stage5.topology.StoredItem.FIRST_ORDER_EVENT;
import static stage5.topology.StoredItem.NOTIFICATION;
import static stage5.topology.StoredItem.ORDER_EVENT;
import static stage5.topology.StoredItem.ORDER_IN_HISTORY;
import static stage5.topology.StoredItem.OUTBOX;
import static stage5.topology.StoredItem.READ_MODEL;
import static stage5.topology.StoredItem.RESERVATION;
import static stage5.topology.StoredItem.SAGA;
import static stage5.topology.StoredItem.STOCK;
import static stage5.topology.StoredItem.UNCOUNTED_SALE;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import stage5.cli.check.Snapshot.OrderInHistory;
import stage5.cli.check.Snapshot.Published;
import stage5.cli.check.Snapshot.QueueDepth;
import stage5.cli.check.Snapshot.Saga;
import stage5.cli.check.Snapshot.Stock;
import stage5.cli.check.Snapshot.StoredEvent;
import stage5.stack.Ports;
import stage5.stack.cloud.CloudClients;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.topology.StoredItem;
import stage5.topology.StoredItem.Attribute;
import stage5.topology.Table;
import stage5.topology.Topology;

/**
 * Reads the shop's stores directly: DynamoDB, Redis, SQS, the mail server and the payment provider. An invariant covers
 * what no API of a service shows, so this class depends on the layouts of the services' items. {@link StoredItem}
 * states them, and a test compares them with what the services write.
 */
final class StoreReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST_SAGA_STATE = "awaiting-stock";
    private static final int MAX_MAILS = 50_000;
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
        List<Map<String, AttributeValue>> catalog =
                items(STOCK.table(), "sk IN (:a, :b)", STOCK.sort(), RESERVATION.sort());
        List<Map<String, AttributeValue>> orders = items(
                ORDER_EVENT.table(),
                "begins_with(pk, :a) OR begins_with(pk, :b)",
                ORDER_EVENT.partition(""),
                DUE_SAGA.partition(""));
        return new Snapshot(
                clock.instant(),
                stocks(catalog),
                reservations(catalog),
                orders(orders),
                sagas(orders),
                history(items(
                        ORDER_IN_HISTORY.table(),
                        "begins_with(pk, :a)",
                        ORDER_IN_HISTORY.partition(generation("history") + "/"))),
                sales(),
                charges(),
                notifications(items(NOTIFICATION.table(), "begins_with(pk, :a)", NOTIFICATION.partition(""))),
                mails(),
                outboxes(),
                queues(),
                published());
    }

    /** Returns whether there are no unpublished events, no unread messages and no orders with a saga. */
    boolean isQuiet() {
        return unpublished().values().stream().allMatch(events -> events == 0)
                && queues().stream().allMatch(queue -> queue.messages() == 0)
                && dueOrders().noneMatch(this::hasSaga);
    }

    /** Returns the ids of the orders with a due saga. The saga of some may have ended: its process could not delete the item. */
    private Stream<String> dueOrders() {
        return IntStream.range(0, StoredItem.MAX_SAGA_SHARDS)
                .parallel()
                .mapToObj(shard -> DUE_SAGA.partition(Integer.toString(shard)))
                .flatMap(partition -> partition(DUE_SAGA.table(), partition))
                .map(StoreReader::dueOrder)
                .distinct();
    }

    private boolean hasSaga(String orderId) {
        return sagas(partition(ORDER_EVENT.table(), ORDER_EVENT.partition(orderId))
                        .toList())
                .containsKey(orderId);
    }

    @Override
    public void close() {
        dynamo.close();
        sqs.close();
        console.close();
        payment.close();
    }

    static List<Stock> stocks(List<Map<String, AttributeValue>> items) {
        return of(STOCK, items)
                .map(item -> new Stock(
                        id(STOCK, item),
                        number(item, Attribute.ON_HAND),
                        number(item, Attribute.RESERVED),
                        number(item, Attribute.SOLD),
                        number(item, Attribute.RECEIVED)))
                .toList();
    }

    static Map<String, String> reservations(List<Map<String, AttributeValue>> items) {
        Map<String, String> statuses = new HashMap<>();
        of(RESERVATION, items).forEach(item -> statuses.put(id(RESERVATION, item), text(item, Attribute.STATUS)));
        return statuses;
    }

    static List<Order> orders(List<Map<String, AttributeValue>> items) {
        Map<String, List<StoredEvent>> events = new TreeMap<>();
        of(ORDER_EVENT, items).forEach(item -> events.computeIfAbsent(id(ORDER_EVENT, item), id -> new ArrayList<>())
                .add(event(item)));
        List<Order> orders = new ArrayList<>();
        events.forEach((id, unsorted) -> {
            unsorted.sort(Comparator.comparingLong(StoredEvent::sequence));
            orders.add(new Order(id, List.copyOf(unsorted)));
        });
        return orders;
    }

    private static StoredEvent event(Map<String, AttributeValue> item) {
        JsonNode event = json(text(item, Attribute.EVENT));
        return new StoredEvent(
                event.path("id").asText(),
                event.path("type").asText(),
                event.path("sequence").asLong(),
                event);
    }

    static Map<String, Saga> sagas(List<Map<String, AttributeValue>> items) {
        Set<String> due = of(DUE_SAGA, items).map(StoreReader::dueOrder).collect(toSet());
        Set<String> settled = of(ORDER_EVENT, items)
                .filter(item -> !FIRST_ORDER_EVENT.matches(text(item, Table.PARTITION), text(item, Table.SORT)))
                .map(item -> id(ORDER_EVENT, item))
                .collect(toSet());
        Map<String, Saga> sagas = new HashMap<>();
        of(FIRST_ORDER_EVENT, items)
                .filter(item -> item.containsKey(Attribute.DEADLINE_AT))
                .filter(item -> !settled.contains(id(ORDER_EVENT, item)))
                .forEach(item -> sagas.put(id(ORDER_EVENT, item), saga(FIRST_SAGA_STATE, item, due)));
        of(SAGA, items).forEach(item -> sagas.put(id(SAGA, item), saga(text(item, Attribute.STATE), item, due)));
        return sagas;
    }

    private static Saga saga(String state, Map<String, AttributeValue> item, Set<String> due) {
        return new Saga(
                state, Instant.ofEpochMilli(number(item, Attribute.DEADLINE_AT)), due.contains(id(ORDER_EVENT, item)));
    }

    private static String dueOrder(Map<String, AttributeValue> item) {
        return text(item, Table.SORT).split("#")[1];
    }

    /** Returns each order once, as its newest event shows it. */
    static List<OrderInHistory> history(List<Map<String, AttributeValue>> items) {
        Map<String, OrderInHistory> newest = new TreeMap<>();
        for (Map<String, AttributeValue> item : items) {
            OrderInHistory order = new OrderInHistory(
                    id(ORDER_IN_HISTORY, item).split("/", 2)[1],
                    text(item, Table.SORT).split("#")[1],
                    number(item, Attribute.SEQUENCE),
                    text(item, Attribute.STATUS),
                    json(text(item, Attribute.EVENT)));
            newest.merge(
                    order.customerId() + "/" + order.orderId(), order, (a, b) -> a.sequence() > b.sequence() ? a : b);
        }
        return List.copyOf(newest.values());
    }

    static Map<String, Notification> notifications(List<Map<String, AttributeValue>> items) {
        Map<String, Notification> notifications = new HashMap<>();
        of(NOTIFICATION, items).forEach(item -> {
            String messageId = item.containsKey(Attribute.EVENT)
                    ? json(text(item, Attribute.EVENT))
                            .path("data")
                            .path("messageId")
                            .asText()
                    : null;
            notifications.put(id(NOTIFICATION, item), new Notification(text(item, Attribute.STATUS), messageId));
        });
        return notifications;
    }

    private Map<String, Long> sales() {
        Map<String, Long> sales = new HashMap<>();
        try (Jedis redis = CloudClients.redis(ports)) {
            StoredItem.bestsellersKeys(generation("sales")).forEach(key -> redis.zrangeWithScores(key, 0, -1)
                    .forEach(counted -> sales.put(counted.getElement(), (long) counted.getScore())));
        }
        uncountedUnits(items(UNCOUNTED_SALE.table(), "begins_with(pk, :a)", UNCOUNTED_SALE.partition("")))
                .forEach((sku, units) -> sales.merge(sku, units, Long::sum));
        return sales;
    }

    /** Returns the units sold, by SKU, that Redis has not yet counted. */
    static Map<String, Long> uncountedUnits(List<Map<String, AttributeValue>> backlog) {
        Map<String, Long> units = new HashMap<>();
        backlog.forEach(item -> json(text(item, Attribute.EVENT))
                .path("data")
                .path("lines")
                .forEach(line -> units.merge(
                        line.path("sku").asText(), line.path("quantity").asLong(), Long::sum)));
        return units;
    }

    /** Returns the active generation of a read model; 1 before its first event. */
    private long generation(String model) {
        Map<String, AttributeValue> item = dynamo.getItem(get -> get.tableName(READ_MODEL.table())
                        .key(Map.of(
                                Table.PARTITION,
                                AttributeValue.fromS(READ_MODEL.partition(model)),
                                Table.SORT,
                                AttributeValue.fromS(READ_MODEL.sort())))
                        .consistentRead(true))
                .item();
        return item.isEmpty()
                ? 1
                : json(text(item, Attribute.STATE))
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
        for (JsonNode mail : console.get("/mails?content=false&limit=" + MAX_MAILS)
                .expect(200)
                .json()) {
            mails.add(new Mail(
                    mail.path("messageId").asText(),
                    mail.path("to").asText(),
                    mail.path("deliveries").asInt()));
        }
        return mails;
    }

    /** Only the local cloud's SNS validates events. With another SNS its console answers 404. */
    private Optional<Published> published() throws InterruptedException {
        ApiResponse response = console.get("/published").expect(200, 404);
        if (response.status() == 404) {
            return Optional.empty();
        }
        JsonNode published = response.json();
        List<String> contractViolations = new ArrayList<>();
        for (JsonNode violation : published.path("departures")) {
            contractViolations.add("%s: %s".formatted(violation.path("body").asText(), violation.path("violations")));
        }
        return Optional.of(new Published(published.path("looked").asLong(), contractViolations));
    }

    /** Returns the number of unpublished events by table, and of those that are set aside. */
    private Map<String, Integer> outboxes() {
        Map<String, Integer> outboxes = unpublished();
        eventTables()
                .forEach(table -> outboxes.put(table + ", set aside", count(table, StoredItem::setAsidePartition)));
        return outboxes;
    }

    private Map<String, Integer> unpublished() {
        Map<String, Integer> outboxes = new TreeMap<>();
        eventTables()
                .forEach(
                        table -> outboxes.put(table, count(table, shard -> OUTBOX.partition(Integer.toString(shard)))));
        return outboxes;
    }

    private Stream<String> eventTables() {
        return topology.services().stream()
                .flatMap(service -> service.eventTable().stream())
                .map(Table::name);
    }

    /** Counts by shard, because a scan would read the whole table. */
    private int count(String table, IntFunction<String> partitionOfShard) {
        return IntStream.range(0, StoredItem.MAX_OUTBOX_SHARDS)
                .parallel()
                .mapToObj(partitionOfShard)
                .mapToInt(partition -> countPartition(table, partition))
                .sum();
    }

    private Stream<Map<String, AttributeValue>> partition(String table, String partition) {
        return dynamo
                .queryPaginator(query -> query.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :partition")
                        .expressionAttributeValues(Map.of(":partition", AttributeValue.fromS(partition))))
                .items()
                .stream();
    }

    private int countPartition(String table, String partition) {
        return dynamo
                .queryPaginator(query -> query.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :shard")
                        .expressionAttributeValues(Map.of(":shard", AttributeValue.fromS(partition)))
                        .select(Select.COUNT))
                .stream()
                .mapToInt(page -> page.count())
                .sum();
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

    private static Stream<Map<String, AttributeValue>> of(StoredItem kind, List<Map<String, AttributeValue>> items) {
        return items.stream().filter(item -> kind.matches(text(item, Table.PARTITION), text(item, Table.SORT)));
    }

    /** Returns the id in the partition key, such as the SKU of {@code stock/KIT-1001}. */
    private static String id(StoredItem kind, Map<String, AttributeValue> item) {
        return kind.id(text(item, Table.PARTITION));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.get(name).s();
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(item.get(name).n());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("The stored item is not JSON: " + text, e);
        }
    }
}
