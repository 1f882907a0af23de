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
import stage5.cli.check.CheckAdapter;
import stage5.topology.StoredItem;
import stage5.topology.Table;
import stage5.topology.Topology;

/** The simulated shop of one seed: three services with one or two instances each, their customers and remote systems. */
final class SimulatedShop {

    private static final Logger SERVICES = Logger.getLogger("stage5");
    private static final Topology TOPOLOGY = Topology.load();
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(20);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(3);

    private static final Map<String, List<String>> CONSUMERS = new TreeMap<>(Map.of(
            "catalog-service",
            List.of("stage5.catalog.reserving.OrderConsumer"),
            "order-service",
            List.of(
                    "stage5.order.saga.StockConsumer",
                    "stage5.order.pricing.PriceConsumer",
                    "stage5.order.readmodel.ReadModelsConsumer"),
            "notification-worker",
            List.of("stage5.notification.mailing.MailsConsumer")));

    /** The queues of {@link #CONSUMERS}. The queue that invalidates cached pages is missing, because Redis is down. */
    private static final List<String> QUEUES =
            List.of("catalog-orders", "order-saga", "order-prices", "order-views", "notification-mails");

    private static EmbeddedDynamoDb sharedDatabase;

    private final EmbeddedDynamoDb database;
    private final PlantedDefect defect;
    private final VirtualTime time = new VirtualTime();
    private final Weather weather;
    private final SimulationLog log;
    private final RemoteCalls remoteCalls;
    private final SimulatedMessaging messaging;
    private final SimulatedPaymentProvider paymentProvider;
    private final SimulatedMailServer mailServer;
    private final Map<String, ServiceInstances> services = new TreeMap<>();
    private final SimulatedCustomers customers;
    private boolean idle;

    SimulatedShop(long seed, EmbeddedDynamoDb database, PlantedDefect defect, boolean detailed) {
        this.database = database;
        this.defect = defect;
        this.weather = new Weather(seed, time);
        this.log = new SimulationLog(time, detailed);
        this.remoteCalls = new RemoteCalls(time, weather, log, this::crash);
        this.messaging = new SimulatedMessaging(TOPOLOGY, time, weather, QUEUES);
        this.paymentProvider = new SimulatedPaymentProvider(remoteCalls, time, weather, defect);
        this.mailServer = new SimulatedMailServer(remoteCalls, weather);
        this.customers = new SimulatedCustomers(this);
        Infrastructure.setDefaultExecutor(time, false);
        seedThreadLocalRandom(seed);
    }

    /** Turns off the services' logs, because their warnings are caused by the simulated faults. */
    static void silenceServices() {
        SERVICES.setLevel(Level.OFF);
    }

    /** Returns the database of this JVM; each run deletes what the one before has left. */
    static synchronized EmbeddedDynamoDb sharedDatabase() {
        if (sharedDatabase == null) {
            sharedDatabase = new EmbeddedDynamoDb(TOPOLOGY);
        }
        return sharedDatabase;
    }

    /** Runs until the shop is idle or the time-out has passed, and returns the findings and the log. */
    Result run() {
        database.clear();
        CONSUMERS.forEach((service, consumers) -> {
            ServiceInstances instances = new ServiceInstances(this, TOPOLOGY.of(service), consumers);
            services.put(service, instances);
            instances.start(service + "-1");
            if (weather.happens(300)) {
                instances.start(service + "-2");
            }
        });
        customers.start();
        checkIdle();
        Instant end = time.now().plus(IDLE_TIMEOUT);
        while (!idle && time.now().isBefore(end) && time.step()) {}
        return new Result(findings(), log);
    }

    VirtualTime time() {
        return time;
    }

    Weather weather() {
        return weather;
    }

    RemoteCalls remoteCalls() {
        return remoteCalls;
    }

    SimulatedMessaging messaging() {
        return messaging;
    }

    EmbeddedDynamoDb database() {
        return database;
    }

    PlantedDefect defect() {
        return defect;
    }

    SimulatedPaymentProvider paymentProvider() {
        return paymentProvider;
    }

    SimulatedMailServer mailServer() {
        return mailServer;
    }

    SimulationLog log() {
        return log;
    }

    ServiceInstances service(String name) {
        return services.get(name);
    }

    /** Returns a UUID version 7 (<a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, 5.7</a>). */
    String newId() {
        long high = time.now().toEpochMilli() << 16 | 0x7000 | weather.below(0x1000);
        long low = weather.random().nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private void crash(SimulatedProcess process) {
        services.values().stream().anyMatch(instances -> instances.handleCrash(process));
    }

    private void checkIdle() {
        idle = customers.areDone()
                && messaging.isEmpty()
                && outboxes().values().stream().allMatch(depth -> depth == 0)
                && database.count("orders", StoredItem.DUE_SAGA.partition("")) == 0;
        time.after(CHECK_INTERVAL, SimulatedProcess.WORLD, this::checkIdle);
    }

    private Map<String, Integer> outboxes() {
        Map<String, Integer> depths = new TreeMap<>();
        CONSUMERS.keySet().stream()
                .map(service -> TOPOLOGY.of(service).tables().getFirst().name())
                .forEach(table -> depths.put(table, database.count(table, StoredItem.OUTBOX.partition(""))));
        return depths;
    }

    private List<String> findings() {
        Map<String, List<Map<String, AttributeValue>>> tables = new HashMap<>();
        TOPOLOGY.tables().map(Table::name).forEach(table -> tables.put(table, database.items(table)));
        List<String> findings = new ArrayList<>(CheckAdapter.findings(
                time.now(),
                tables,
                paymentProvider.payments(),
                mailServer.mails(),
                outboxes(),
                messaging.depths(),
                messaging.published()));
        findings.addAll(new SimulationInvariants(
                        tables,
                        mailServer.mails(),
                        remoteCalls.failedCalls("notification-worker"),
                        paymentProvider.refusedOrders(),
                        customers.stocked())
                .findings());
        findings.addAll(customers.findings(tables));
        if (!idle) {
            findings.add("the shop did not become idle within " + IDLE_TIMEOUT);
        }
        return findings;
    }

    /** Mutiny draws its jitter from {@code ThreadLocalRandom}, which has no public method to set a seed. */
    private static void seedThreadLocalRandom(long seed) {
        ThreadLocalRandom.current();
        try {
            MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findVarHandle(Thread.class, "threadLocalRandomSeed", long.class)
                    .set(Thread.currentThread(), seed);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot set the seed of ThreadLocalRandom", e);
        }
    }

    /** The result of one seed. */
    record Result(List<String> findings, SimulationLog log) {}
}
