package stage5.load.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import stage5.load.generator.Generator;
import stage5.load.generator.GeneratorSettings;
import stage5.load.generator.LoadException;
import stage5.load.generator.LoadResult;
import stage5.load.generator.OrderLog;
import stage5.load.generator.PlacedOrder;
import stage5.load.generator.PreparedShop;
import stage5.load.generator.ShopPreparation;
import stage5.load.ordercost.OrderCost;
import stage5.load.ordercost.OrderCostMeter;
import stage5.load.plan.RequestKind;
import stage5.stack.Stack;

/**
 * Runs the generator against a shop, then reads what became of the orders. On a local shop it measures what an order costs;
 * the reading afterwards is not part of the cost.
 */
public final class MeasuredRun {

    private static final double MILLIS = 1000;

    private final Generator generator;
    private final URI gateway;
    private final Optional<Stack> local;
    private final Action drained;

    /** @param local the stack behind the gateway; empty if the shop does not run on this machine */
    public MeasuredRun(Generator generator, URI gateway, Optional<Stack> local) {
        this(generator, gateway, local, () -> {});
    }

    /** @param drained runs once the run is over and the queues are empty, before orders are read */
    public MeasuredRun(Generator generator, URI gateway, Optional<Stack> local, Action drained) {
        this.generator = generator;
        this.gateway = gateway;
        this.local = local;
        this.drained = drained;
    }

    /**
     * The result of a run.
     *
     * @param orders the orders due from time zero; their outcomes are empty if the run itself polled them
     * @param cost empty without a confirmed order, and for a shop that does not run on this machine
     */
    public record Result(LoadResult load, OrderSummary orders, Optional<OrderCost> cost) {}

    /** An action at a time of the run, such as an observation of the shop. */
    public interface Action {
        void run() throws InterruptedException;
    }

    /**
     * An action that begins at a time of the run.
     *
     * @param after the time from time zero
     */
    public record TimedAction(Duration after, Action action) {}

    /** Runs a load model of orders, with actions at their times. */
    public Result run(GeneratorSettings settings, TimedAction... actions) throws InterruptedException {
        if (!settings.model().isReadAfterwards()) {
            return run(settings, Optional.empty(), actions);
        }
        Path file = temporaryFile();
        try (ShopPreparation preparation = new ShopPreparation(gateway)) {
            PreparedShop prepared = preparation.prepare(settings.customers());
            prepared.write(file);
            return run(settings.preparedBy(file), Optional.of(new Customers(preparation, prepared)), actions);
        } finally {
            delete(file);
        }
    }

    private record Customers(ShopPreparation preparation, PreparedShop prepared) {

        private List<OrderOutcome> read(URI gateway, List<PlacedOrder> placed, Instant zero)
                throws InterruptedException {
            try (OrderReader reader = new OrderReader(gateway)) {
                return reader.read(placed, preparation.renew(prepared).customers(), zero);
            }
        }
    }

    private Result run(GeneratorSettings settings, Optional<Customers> customers, TimedAction... actions)
            throws InterruptedException {
        Optional<OrderCostMeter> meter = local.map(OrderCostMeter::new);
        try {
            if (meter.isPresent()) {
                meter.get().prepare();
            }
            LoadResult load = send(settings, meter, actions);
            if (meter.isPresent()) {
                meter.get().stop();
            }
            drained.run();
            List<PlacedOrder> placed = OrderLog.read(settings.results());
            OrderSummary orders = new OrderSummary(
                    placed, customers.isPresent() ? customers.get().read(gateway, placed, load.zero()) : List.of());
            long confirmed = customers.isPresent()
                    ? orders.confirmed()
                    : load.of(RequestKind.SETTLED)
                            .map(settled -> settled.latencies().count())
                            .orElse(0L);
            Optional<OrderCost> cost = meter.flatMap(measured -> measured.cost(confirmed, generatorMillis(load)));
            cost.ifPresent(one -> one.write(settings.results()));
            return new Result(load, orders, cost);
        } finally {
            meter.ifPresent(OrderCostMeter::close);
        }
    }

    private LoadResult send(GeneratorSettings settings, Optional<OrderCostMeter> meter, TimedAction... actions)
            throws InterruptedException {
        List<Future<?>> pending = new CopyOnWriteArrayList<>();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1 + actions.length);
        try (Generator.Run visitors = generator.start(settings, zero -> {
            meter.ifPresent(measured -> pending.add(schedule(clock, zero, measured::start)));
            for (TimedAction timed : actions) {
                pending.add(schedule(clock, zero.plus(timed.after()), timed.action()));
            }
        })) {
            LoadResult load = visitors.result();
            for (Future<?> one : pending) {
                await(one);
            }
            return load;
        } finally {
            clock.shutdownNow();
        }
    }

    private static Future<?> schedule(ScheduledExecutorService clock, Instant at, Action action) {
        return clock.schedule(
                () -> {
                    action.run();
                    return null;
                },
                Math.max(0, Duration.between(Instant.now(), at).toMillis()),
                TimeUnit.MILLISECONDS);
    }

    private static void await(Future<?> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new LoadException(
                    "The run could not be observed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static double generatorMillis(LoadResult load) {
        return load.cpuShare() * Runtime.getRuntime().availableProcessors() * load.length() * MILLIS;
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("stage5-load", ".json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
