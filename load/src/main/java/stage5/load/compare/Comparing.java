package stage5.load.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import stage5.load.generator.Generator;
import stage5.load.generator.GeneratorSettings;
import stage5.load.generator.LoadException;
import stage5.load.generator.PreparedShop;
import stage5.load.generator.ShopPreparation;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.shop.ShopException;
import stage5.stack.terminal.ProgressListener;

/**
 * Runs an experiment on this machine. One local cloud, filled once, serves all arms. In each round each arm runs in new
 * processes, with an empty catalogue cache and empty queues.
 */
public final class Comparing {

    private final Experiment experiment;
    private final Map<String, Arm> arms;
    private final Stack stack;
    private final ComparisonRecorder recorder;
    private final Stores stores;
    private final ProgressListener progress;
    private final Path scratch;
    private final Generator generator;

    /** The data that outlives an arm's processes. */
    public interface Stores {

        /** Fills the running shop with products. */
        void fill() throws InterruptedException;

        /** Empties the catalogue's cache: the previous arm had the same visitors. */
        void emptyCache();
    }

    /**
     * @param arms the experiment's arms, by name
     * @param stack a stopped stack; the caller stops it afterwards
     */
    public Comparing(
            Experiment experiment,
            Map<String, Arm> arms,
            Stack stack,
            Stores stores,
            ComparisonRecorder recorder,
            ProgressListener progress) {
        this.experiment = experiment;
        this.arms = Map.copyOf(arms);
        this.stack = stack;
        this.stores = stores;
        this.recorder = recorder;
        this.progress = progress;
        this.scratch = stack.scratch().resolve("compare");
        this.generator = new Generator(line -> {}, false);
    }

    /** Runs all rounds. */
    public void run() throws InterruptedException {
        stack.start(EnumSet.of(Component.CLOUD), ProgressListener.silent());
        makeScratch();
        try (ShopPreparation preparation = new ShopPreparation(stack.ports().gateway());
                LocalCloudConsole console = new LocalCloudConsole(stack.ports())) {
            PreparedShop prepared = fill(preparation, console);
            for (int round = 1; round <= experiment.rounds(); round++) {
                List<String> order = experiment.order(round);
                for (String arm : order) {
                    ComparisonRecorder.ArmRound armRound =
                            new ComparisonRecorder.ArmRound(round, order.indexOf(arm) + 1, arm);
                    prepared = run(armRound, preparation, console, prepared);
                }
            }
        }
    }

    /** Returns how the CPU and memory of functions are limited; the local cloud must be running. */
    public String functionLimits() throws InterruptedException {
        try (LocalCloudConsole console = new LocalCloudConsole(stack.ports())) {
            return console.limits();
        }
    }

    private void makeScratch() {
        try {
            Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PreparedShop fill(ShopPreparation preparation, LocalCloudConsole console) throws InterruptedException {
        ArmShop shop = new ArmShop(stack, arms.get(experiment.baseline()));
        shop.start();
        stores.fill();
        PreparedShop prepared = preparation.prepare(experiment.customers());
        console.awaitEmptyQueues();
        shop.stop();
        return prepared;
    }

    private PreparedShop run(
            ComparisonRecorder.ArmRound armRound,
            ShopPreparation preparation,
            LocalCloudConsole console,
            PreparedShop prepared)
            throws InterruptedException {
        Instant start = Instant.now();
        ArmRoundRun armRun =
                new ArmRoundRun(armRound, new ArmShop(stack, arms.get(armRound.arm())), preparation, console);
        try {
            PreparedShop renewed = armRun.run(prepared);
            progress.done(
                    "round %d of %d, %s".formatted(armRound.round(), experiment.rounds(), armRound.arm()),
                    Duration.between(start, Instant.now()));
            return renewed;
        } catch (LoadException | StackException | ShopException e) {
            recorder.addFailure(armRound, e.getMessage());
            armRun.abort();
            return prepared;
        }
    }

    /** Runs one arm in one round. */
    private final class ArmRoundRun {

        private final ComparisonRecorder.ArmRound armRound;
        private final ArmShop shop;
        private final ShopPreparation preparation;
        private final LocalCloudConsole console;

        private ArmRoundRun(
                ComparisonRecorder.ArmRound armRound,
                ArmShop shop,
                ShopPreparation preparation,
                LocalCloudConsole console) {
            this.armRound = armRound;
            this.shop = shop;
            this.preparation = preparation;
            this.console = console;
        }

        /** Returns the prepared shop with renewed access tokens, which stay valid until the next arm has run. */
        private PreparedShop run(PreparedShop prepared) throws InterruptedException {
            Instant since = Instant.now();
            shop.requireAlone();
            stores.emptyCache();
            start();
            PreparedShop renewed = preparation.renew(prepared);
            for (Phase phase : experiment.phases()) {
                if (!phase.cold()) {
                    GeneratorSettings settings = settings(phase, renewed);
                    recorder.addWarmUp(armRound, phase, new WarmUp(shop, console, generator, settings).run());
                    PhaseResult result = new PhaseRun(shop, console, generator, settings).warm();
                    recordColdStarts(since, result.load().zero());
                    record(phase, result);
                    since = result.load().end();
                }
            }
            if (experiment.phases().stream().anyMatch(Phase::cold)) {
                renewed = preparation.renew(renewed);
            }
            shop.stop();
            for (Phase phase : experiment.phases()) {
                if (phase.cold()) {
                    record(phase, new PhaseRun(shop, console, generator, settings(phase, renewed)).cold());
                    shop.stop();
                }
            }
            return renewed;
        }

        private void start() throws InterruptedException {
            ArmShop.Start start = shop.start();
            recorder.add(armRound, Metric.START_TO_FIRST_ANSWER, Observation.SHOP, millis(start.firstAnswer()));
            try (ProcessUsageMeter meter = shop.meter()) {
                meter.start();
                Map<Component, ProcessUsage> usage = meter.stop();
                start.ready()
                        .forEach((part, ready) -> recorder.addStart(
                                armRound, part, millis(ready), usage.get(part).residentMiB()));
            }
        }

        private GeneratorSettings settings(Phase phase, PreparedShop prepared) {
            Path file = scratch.resolve("prepared.json");
            prepared.write(file);
            return phase.settings(experiment, armRound.round(), stack.ports().gateway(), scratch, file);
        }

        private void record(Phase phase, PhaseResult result) {
            recorder.add(armRound, phase, result, shop.isFunctions());
            if (!result.drained()) {
                progress.note("round %d, %s left messages in the queues after %s"
                        .formatted(armRound.round(), armRound.arm(), phase.model()));
            }
        }

        private void recordColdStarts(Instant from, Instant to) throws InterruptedException {
            recorder.addColdStarts(armRound, shop.invocations(console, from, to));
        }

        private void abort() throws InterruptedException {
            shop.stop();
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
