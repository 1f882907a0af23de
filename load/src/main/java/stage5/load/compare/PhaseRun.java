package stage5.load.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import stage5.load.generator.Generator;
import stage5.load.generator.GeneratorSettings;
import stage5.load.generator.LoadException;
import stage5.load.generator.LoadResult;
import stage5.stack.Component;

/** Runs one phase of one arm: sends the load and measures usage and consumption meanwhile. */
final class PhaseRun {

    private final ArmShop shop;
    private final LocalCloudConsole console;
    private final Generator generator;
    private final GeneratorSettings settings;

    PhaseRun(ArmShop shop, LocalCloudConsole console, Generator generator, GeneratorSettings settings) {
        this.shop = shop;
        this.console = console;
        this.generator = generator;
        this.settings = settings;
    }

    /** Runs the phase against running services. */
    PhaseResult warm() throws InterruptedException {
        return run(() -> {});
    }

    /**
     * Runs the phase from zero: processes start at time zero; functions are deployed before and have no execution
     * environment.
     */
    PhaseResult cold() throws InterruptedException {
        if (shop.isFunctions()) {
            shop.launch();
            return run(() -> {});
        }
        return run(shop::launch);
    }

    /** An action at time zero. */
    private interface Start {
        void run() throws InterruptedException;
    }

    private PhaseResult run(Start start) throws InterruptedException {
        CompletableFuture<Future<ConsumptionMeter.Reading>> started = new CompletableFuture<>();
        ConsumptionMeter consumption = shop.consumption(console);
        CompletableFuture<Future<Map<Component, ProcessUsage>>> usageAtEnd = new CompletableFuture<>();
        try (ProcessUsageMeter meter = shop.meter();
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
                Generator.Run visitors = generator.start(settings, zero -> {
                    started.complete(
                            clock.schedule(begin(meter, consumption, start), untilMillis(zero), TimeUnit.MILLISECONDS));
                    usageAtEnd.complete(clock.schedule(
                            meter::stop, untilMillis(zero.plus(settings.duration())), TimeUnit.MILLISECONDS));
                })) {
            LoadResult load = visitors.result();
            ConsumptionMeter.Reading atZero = await(started.get());
            // The model step ends early, when the SLO breaks.
            Map<Component, ProcessUsage> usage =
                    usageAtEnd.get().cancel(false) ? meter.stop() : await(usageAtEnd.get());
            List<Invocation> invocations = shop.invocations(console, load.zero(), load.end());
            boolean drained = console.awaitEmptyQueues();
            return new PhaseResult(load, usage, invocations, consumption.read().since(atZero), drained);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The phase did not start", e);
        }
    }

    private static Callable<ConsumptionMeter.Reading> begin(
            ProcessUsageMeter meter, ConsumptionMeter consumption, Start start) {
        return () -> {
            ConsumptionMeter.Reading atZero = consumption.read();
            meter.start();
            start.run();
            return atZero;
        };
    }

    private static <T> T await(Future<T> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known
                    ? known
                    : new LoadException("The phase did not start: " + e.getCause());
        }
    }

    private static long untilMillis(Instant at) {
        return Math.max(0, Duration.between(Instant.now(), at).toMillis());
    }
}
