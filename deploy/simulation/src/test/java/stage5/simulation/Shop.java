package stage5.simulation;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.cli.check.Books;
import stage5.topology.Table;
import stage5.topology.Topology;

/** The shop under one seed: three services of one or two instances each, their customers, and what lies between. */
final class Shop {

    private static final Logger SERVICES = Logger.getLogger("stage5");
    private static final Topology TOPOLOGY = Topology.load();
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);
    private static final String OUTBOX = "outbox";

    private static final Map<String, List<String>> CONSUMERS = new TreeMap<>(Map.of(
            "catalog-service",
            List.of("stage5.catalog.reserving.OrderConsumer"),
            "order-service",
            List.of(
                    "stage5.order.saga.StockConsumer",
                    "stage5.order.pricing.PriceConsumer",
                    "stage5.order.history.ViewsConsumer"),
            "notification-worker",
            List.of("stage5.notification.mailing.MailsConsumer")));

    /** Those of {@link #CONSUMERS}: the cache's invalidation is not here, for there is no Redis. */
    private static final List<String> QUEUES =
            List.of("catalog-orders", "order-saga", "order-prices", "order-views", "notification-mails");

    private final Database database;
    private final Sabotage sabotage;
    private final VirtualTime time = new VirtualTime();
    private final Weather weather;
    private final Story story;
    private final Wire wire;
    private final Network network;
    private final PaymentProvider payments;
    private final Mailbox mailbox;
    private final Map<String, Instances> services = new TreeMap<>();
    private final Customers customers;
    private boolean quiet;

    Shop(long seed, Database database, Sabotage sabotage, boolean told) {
        this.database = database;
        this.sabotage = sabotage;
        this.weather = new Weather(seed, time);
        this.story = new Story(time, told);
        this.wire = new Wire(time, weather, story, this::crash);
        this.network = new Network(TOPOLOGY, time, weather, QUEUES);
        this.payments = new PaymentProvider(wire, weather, sabotage);
        this.mailbox = new Mailbox(wire, weather);
        this.customers = new Customers(this);
        Infrastructure.setDefaultExecutor(time, false);
        seedThreadLocalRandom(seed);
    }

    /** Keeps the services from writing: what they warn of is what the simulation is made of. */
    static void silenceServices() {
        SERVICES.setLevel(Level.OFF);
    }

    static Database newDatabase() {
        return new Database(TOPOLOGY);
    }

    /** Returns what came of it once everything has come to rest, or the patience is over. */
    Outcome run() {
        database.clear();
        CONSUMERS.forEach((service, consumers) -> {
            Instances instances = new Instances(this, TOPOLOGY.of(service), consumers);
            services.put(service, instances);
            instances.start(service + "-1");
            if (weather.happens(300)) {
                instances.start(service + "-2");
            }
        });
        customers.begin();
        look();
        Instant end = time.now().plus(PATIENCE);
        while (!quiet && time.now().isBefore(end) && time.step()) {}
        return new Outcome(offenders(), story);
    }

    VirtualTime time() {
        return time;
    }

    Weather weather() {
        return weather;
    }

    Wire wire() {
        return wire;
    }

    Network network() {
        return network;
    }

    Database database() {
        return database;
    }

    Sabotage sabotage() {
        return sabotage;
    }

    PaymentProvider payments() {
        return payments;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Story story() {
        return story;
    }

    Instances service(String name) {
        return services.get(name);
    }

    /** Returns a UUID version 7 (<a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, 5.7</a>). */
    String newId() {
        long high = time.now().toEpochMilli() << 16 | 0x7000 | weather.below(0x1000);
        long low = weather.random().nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private void crash(Process process) {
        services.values().stream().anyMatch(instances -> instances.crashed(process));
    }

    private void look() {
        quiet = customers.areDone()
                && network.isEmpty()
                && outboxes().values().stream().allMatch(depth -> depth == 0)
                && database.depth("orders", "due") == 0;
        time.after(LOOK_EVERY, Process.WORLD, this::look);
    }

    private Map<String, Integer> outboxes() {
        Map<String, Integer> depths = new TreeMap<>();
        CONSUMERS.keySet().stream()
                .map(service -> TOPOLOGY.of(service).tables().getFirst().name())
                .forEach(table -> depths.put(table, database.depth(table, OUTBOX)));
        return depths;
    }

    private List<String> offenders() {
        Map<String, List<Map<String, AttributeValue>>> tables = new HashMap<>();
        TOPOLOGY.tables().map(Table::name).forEach(table -> tables.put(table, database.items(table)));
        List<String> offenders = new ArrayList<>(Books.offenders(
                time.now(),
                tables,
                payments.payments(),
                mailbox.mails(),
                outboxes(),
                network.depths(),
                network.published()));
        offenders.addAll(new Promises(tables, mailbox.mails(), wire.mishaps()).offenders());
        offenders.addAll(customers.complaints(tables));
        if (!quiet) {
            offenders.add("it has not come to rest within " + PATIENCE);
        }
        return offenders;
    }

    /** Mutiny spreads its retries by the thread's own generator, which takes no seed from outside. */
    private static void seedThreadLocalRandom(long seed) {
        ThreadLocalRandom.current();
        try {
            MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findVarHandle(Thread.class, "threadLocalRandomSeed", long.class)
                    .set(Thread.currentThread(), seed);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The thread's generator can't be seeded", e);
        }
    }

    /** What came of a seed. */
    record Outcome(List<String> offenders, Story story) {}
}
