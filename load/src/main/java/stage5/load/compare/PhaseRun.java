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
import stage5.cli.stack.Part;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadException;
import stage5.load.generator.LoadResult;
import stage5.load.generator.Settings;

/** One phase of one arm's turn: visitors come, and what they meet and what it takes is seen. */
final class PhaseRun {

    private final ArmShop shop;
    private final LocalConsole console;
    private final Generator generator;
    private final Settings settings;

    PhaseRun(ArmShop shop, LocalConsole console, Generator generator, Settings settings) {
        this.shop = shop;
        this.console = console;
        this.generator = generator;
        this.settings = settings;
    }

    /** Returns what came of it in a shop that runs. */
    PhaseResult warm() throws InterruptedException {
        return run(() -> {});
    }

    /**
     * Returns what came of it in a shop of which nothing runs when the first visitor comes: processes are started at that
     * moment, functions are deployed and have no environment.
     */
    PhaseResult cold() throws InterruptedException {
        if (shop.isFunctions()) {
            shop.launch();
            return run(() -> {});
        }
        return run(shop::launch);
    }

    /** What is done at time zero. */
    private interface Start {
        void run() throws InterruptedException;
    }

    private PhaseResult run(Start start) throws InterruptedException {
        CompletableFuture<Future<ConsumptionMeter.Reading>> begun = new CompletableFuture<>();
        ConsumptionMeter consumption = shop.consumption(console);
        CompletableFuture<Future<Map<Part, Usage>>> used = new CompletableFuture<>();
        try (UsageMeter meter = shop.meter();
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
                Generator.Run visitors = generator.start(settings, at -> {
                    begun.complete(
                            clock.schedule(begin(meter, consumption, start), untilMillis(at), TimeUnit.MILLISECONDS));
                    used.complete(clock.schedule(
                            meter::stop, untilMillis(at.plus(settings.duration())), TimeUnit.MILLISECONDS));
                })) {
            LoadResult load = visitors.result();
            ConsumptionMeter.Reading atZero = await(begun.get());
            // A run that ends before its time has seen the SLO break.
            Map<Part, Usage> usage = used.get().cancel(false) ? meter.stop() : await(used.get());
            List<Invocation> invocations = shop.invocations(console, load.zero(), load.end());
            boolean drained = console.awaitEmptyQueues();
            return new PhaseResult(load, usage, invocations, consumption.read().since(atZero), drained);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The phase did not begin", e);
        }
    }

    private static Callable<ConsumptionMeter.Reading> begin(
            UsageMeter meter, ConsumptionMeter consumption, Start start) {
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
                    : new LoadException("The phase did not begin: " + e.getCause());
        }
    }

    private static long untilMillis(Instant at) {
        return Math.max(0, Duration.between(Instant.now(), at).toMillis());
    }
}
