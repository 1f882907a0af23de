package stage5.simulation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import stage5.kit.consume.Consumption;
import stage5.kit.consume.EventConsumer;
import stage5.kit.event.Event;
import stage5.kit.event.EventTrace;
import stage5.kit.event.Ids;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.NoRedis;
import stage5.kit.store.HastyPublishing;
import stage5.kit.store.Sweeper;
import stage5.order.payment.PaymentGate;
import stage5.order.saga.Deadlines;
import stage5.topology.ServiceTopology;

/** The running instances of one service. One that dies comes up again after a while, with nothing in its memory. */
final class Instances {

    private static final MeterRegistry METRICS = new CompositeMeterRegistry();
    private static final Tracer TRACER = OpenTelemetry.noop().getTracer("simulation");
    private static final Duration TICK = Duration.ofSeconds(20);

    private final Shop shop;
    private final ServiceTopology topology;
    private final List<String> consumers;
    private final Map<String, Running> running = new HashMap<>();

    Instances(Shop shop, ServiceTopology topology, List<String> consumers) {
        this.shop = shop;
        this.topology = topology;
        this.consumers = consumers;
    }

    void start(String name) {
        Process process = new Process(name);
        Wiring wiring = wiring(process);
        running.put(name, new Running(process, wiring));
        shop.time().as(process, () -> {
            Consumption consumption = wiring.get(Consumption.class);
            for (String consumer : consumers) {
                EventConsumer consuming = (EventConsumer) wiring.get(consumer);
                poll(process, consuming, consumption);
            }
            tick(process, () -> wiring.get(Sweeper.class).sweep());
            if (topology.service().equals("order-service")) {
                tick(process, () -> wiring.get(Deadlines.class).wake());
            }
        });
    }

    /** Returns whether the process was one of these, and is to come up again. */
    boolean crashed(Process process) {
        if (running.remove(process.name()) == null) {
            return false;
        }
        process.die();
        shop.time().after(shop.weather().millis(300, 5000), Process.WORLD, () -> start(process.name()));
        return true;
    }

    /** Returns one that is up, or null. */
    Running any() {
        List<String> names = running.keySet().stream().sorted().toList();
        return names.isEmpty() ? null : running.get(names.get(shop.weather().below(names.size())));
    }

    private void poll(Process process, EventConsumer consumer, Consumption consumption) {
        Poller poller = new Poller(
                process, consumer, consumption, shop.network().queue(consumer.queue()), shop.wire(), shop.time());
        shop.time().after(shop.weather().millis(1, 400), process, poller::next);
    }

    private void tick(Process process, Supplier<Uni<Integer>> work) {
        shop.time().after(shop.weather().millis(1000, (int) TICK.toMillis()), process, () -> run(process, work));
    }

    /** As a timer that skips does: the next turn comes after this one is over. */
    private void run(Process process, Supplier<Uni<Integer>> work) {
        Runnable again = () -> shop.time().after(TICK, process, () -> run(process, work));
        work.get().subscribe().with(done -> again.run(), failure -> again.run());
    }

    private Wiring wiring(Process process) {
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
                "false",
                "quarkus.mailer.host",
                "mail.example",
                "quarkus.mailer.port",
                "25"));
        Wiring wiring = new Wiring(topology.service(), settings)
                .with(Clock.class, shop.time().clock())
                .with(Ids.class, (Ids) shop::newId)
                .with(RandomGenerator.class, shop.weather().random())
                .with(MeterRegistry.class, METRICS)
                .with(Tracer.class, TRACER)
                .with(EventTrace.class, new NoTrace())
                .with(GuardedRedis.class, new NoRedis())
                .with(ReactiveRedisDataSource.class, null)
                .with(
                        DynamoDbAsyncClient.class,
                        new SimulatedDynamo(
                                process, shop.wire(), shop.database().client(), shop.sabotage()))
                .with(
                        SnsAsyncClient.class,
                        new SimulatedSns(process, shop.wire(), shop.weather(), shop.network(), shop.sabotage()))
                .with(PaymentGate.type(), shop.payments().gate(process))
                .with(ReactiveMailer.class, shop.mailbox().mailer(process));
        return shop.sabotage() == Sabotage.MARKS_BEFORE_IT_PUBLISHES
                ? wiring.with(HastyPublishing.type(), wiring.get(HastyPublishing.class))
                : wiring;
    }

    /** An instance that is up. */
    record Running(Process process, Wiring wiring) {}

    /** Work without spans and without a Vert.x context, which has threads of its own. */
    private static final class NoTrace extends EventTrace {

        NoTrace() {
            super(null, TRACER);
        }

        @Override
        public Uni<Void> continuing(
                Event event, String name, UnaryOperator<SpanBuilder> details, Supplier<Uni<Void>> work) {
            return Uni.createFrom().deferred(work::get);
        }

        @Override
        public <T> Uni<T> outside(Supplier<Uni<T>> work) {
            return Uni.createFrom().deferred(work::get);
        }

        @Override
        public Uni<Void> continuing(
                String traceparent, String name, UnaryOperator<SpanBuilder> details, Supplier<Uni<Void>> work) {
            return Uni.createFrom().deferred(work::get);
        }
    }
}
