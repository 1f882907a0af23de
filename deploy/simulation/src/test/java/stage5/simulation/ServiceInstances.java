package stage5.simulation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.TimeOrderedIds;
import stage5.kit.events.envelope.WorkSpan;
import stage5.kit.events.outbox.MarkFirstPublishing;
import stage5.kit.events.outbox.Sweeper;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.UnavailableRedis;
import stage5.order.payment.SimulatedPaymentApi;
import stage5.order.saga.DueSagas;
import stage5.topology.ServiceTopology;

/** The running instances of one service. A crashed instance starts again after a delay, with empty memory. */
final class ServiceInstances {

    private static final MeterRegistry METRICS = new CompositeMeterRegistry();
    private static final Tracer TRACER = OpenTelemetry.noop().getTracer("simulation");
    private static final Duration SCHEDULE_INTERVAL = Duration.ofSeconds(20);

    private final SimulatedShop shop;
    private final ServiceTopology topology;
    private final List<String> consumers;
    private final Map<String, RunningInstance> running = new HashMap<>();

    ServiceInstances(SimulatedShop shop, ServiceTopology topology, List<String> consumers) {
        this.shop = shop;
        this.topology = topology;
        this.consumers = consumers;
    }

    void start(String name) {
        SimulatedProcess process = new SimulatedProcess(name);
        ServiceInjector injector = injector(process);
        running.put(name, new RunningInstance(process, injector));
        shop.time().as(process, () -> {
            Consumption consumption = injector.get(Consumption.class);
            for (String consumer : consumers) {
                poll(process, (EventConsumer) injector.get(consumer), consumption);
            }
            schedule(process, () -> injector.get(Sweeper.class).sweep());
            if (topology.service().equals("order-service")) {
                schedule(process, () -> injector.get(DueSagas.class).wake());
            }
        });
    }

    /** Restarts the process after a delay if it is an instance of this service; returns whether it is. */
    boolean handleCrash(SimulatedProcess process) {
        if (running.remove(process.name()) == null) {
            return false;
        }
        process.crash();
        shop.time().after(shop.weather().millis(300, 5000), SimulatedProcess.WORLD, () -> start(process.name()));
        return true;
    }

    /** Returns a random running instance, or null if none is running. */
    RunningInstance any() {
        List<String> names = running.keySet().stream().sorted().toList();
        return names.isEmpty() ? null : running.get(names.get(shop.weather().below(names.size())));
    }

    private void poll(SimulatedProcess process, EventConsumer consumer, Consumption consumption) {
        SimulatedPoller poller = new SimulatedPoller(
                process,
                consumer,
                consumption,
                shop.messaging().queue(consumer.queue()),
                shop.remoteCalls(),
                shop.time());
        shop.time().after(shop.weather().millis(1, 400), process, poller::next);
    }

    private void schedule(SimulatedProcess process, Supplier<Uni<Integer>> work) {
        shop.time()
                .after(
                        shop.weather().millis(1000, (int) SCHEDULE_INTERVAL.toMillis()),
                        process,
                        () -> run(process, work));
    }

    /** Runs the work and schedules its next run after it ends, like a schedule that skips overlapping runs. */
    private void run(SimulatedProcess process, Supplier<Uni<Integer>> work) {
        Runnable next = () -> shop.time().after(SCHEDULE_INTERVAL, process, () -> run(process, work));
        work.get().subscribe().with(done -> next.run(), failure -> next.run());
    }

    private ServiceInjector injector(SimulatedProcess process) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "stage5.service",
                topology.service(),
                "stage5.table",
                topology.tables().getFirst().name(),
                "stage5.topic-arn",
                "arn:aws:sns:eu-west-1:000000000000:" + topology.topic(),
                "stage5.order.view-table",
                "order-view",
                "stage5.outbox.in-background",
                Boolean.toString(shop.weather().happens(500)), // as in a container, or as in a function
                "stage5.notification.dialogue-timeout",
                "40S", // less than half of a message's visibility time-out, which is not extended here
                "quarkus.mailer.host",
                "mail.example",
                "quarkus.mailer.port",
                "25",
                "stage5.outbox.unsubscribed", // as notification-worker is configured
                "stage5.notification.sent.v1,stage5.notification.failed.v1,"
                        + "stage5.notification.sent.v2,stage5.notification.failed.v2"));
        // Retry budgets refill by the real clock. With this reserve they are never used up, and a seed stays
        // reproducible.
        settings.put("stage5.retries.dynamodb.reserve", "1000000");
        settings.put("stage5.retries.transactions.reserve", "1000000");
        // The few orders of a seed have to split a stock: the first conflict does, into at most four buckets.
        settings.put("stage5.catalog.stock-buckets.conflicts", "1");
        settings.put("stage5.catalog.stock-buckets.max", "4");
        ServiceInjector injector = new ServiceInjector(topology.service(), settings)
                .with(Clock.class, shop.time().clock())
                .with(TimeOrderedIds.class, (TimeOrderedIds) shop::newId)
                .with(RandomGenerator.class, shop.weather().random())
                .with(MeterRegistry.class, METRICS)
                .with(Tracer.class, TRACER)
                .with(EventTrace.class, new UntracedEvents())
                .with(GuardedRedis.class, new UnavailableRedis())
                .with(Redis.class, null)
                .with(
                        DynamoDbAsyncClient.class,
                        new SimulatedDynamoClient(
                                process,
                                shop.remoteCalls(),
                                shop.weather(),
                                shop.database().client(),
                                shop.defect()))
                .with(
                        SnsAsyncClient.class,
                        new SimulatedSnsClient(
                                process, shop.remoteCalls(), shop.weather(), shop.messaging(), shop.defect()))
                .with(SimulatedPaymentApi.type(), shop.paymentProvider().api(process))
                .with(ReactiveMailer.class, shop.mailServer().mailer(process));
        return shop.defect() == PlantedDefect.MARKS_BEFORE_PUBLISHING
                ? injector.with(MarkFirstPublishing.type(), injector.get(MarkFirstPublishing.class))
                : injector;
    }

    /** A running instance and its injector. */
    record RunningInstance(SimulatedProcess process, ServiceInjector injector) {}

    /** Runs work without spans, and without a Vert.x context, which would use other threads. */
    private static final class UntracedEvents extends EventTrace {

        UntracedEvents() {
            super(null);
        }

        @Override
        public <T> Uni<T> within(Supplier<WorkSpan> start, Supplier<Uni<T>> work) {
            return Uni.createFrom().deferred(work::get);
        }

        @Override
        public <T> Uni<T> withoutTrace(Supplier<Uni<T>> work) {
            return Uni.createFrom().deferred(work::get);
        }
    }
}
