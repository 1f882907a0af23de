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
import stage5.cli.shop.ShopException;
import stage5.cli.stack.Part;
import stage5.cli.stack.Stack;
import stage5.cli.stack.StackException;
import stage5.cli.terminal.Progress;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadException;
import stage5.load.generator.Preparation;
import stage5.load.generator.Prepared;
import stage5.load.generator.Settings;

/**
 * Runs an experiment on this machine. One local cloud, filled once, serves all arms; the services are new processes at
 * each turn, find an empty cache, and leave nothing in the queues for the next.
 */
public final class Comparing {

    private final Experiment experiment;
    private final Map<String, Arm> arms;
    private final Stack stack;
    private final Findings findings;
    private final Stores stores;
    private final Progress progress;
    private final Path scratch;
    private final Generator generator;

    /** What outlives the services of a turn. */
    public interface Stores {

        /** Gives the shop, which runs, something to sell. */
        void fill() throws InterruptedException;

        /** Has the next turn find nothing that the visitors of the one before it, the same ones, have looked at. */
        void emptyCache();
    }

    /**
     * @param arms those of the experiment, by name
     * @param stack that is not running yet; it is the caller who stops it
     */
    public Comparing(
            Experiment experiment,
            Map<String, Arm> arms,
            Stack stack,
            Stores stores,
            Findings findings,
            Progress progress) {
        this.experiment = experiment;
        this.arms = Map.copyOf(arms);
        this.stack = stack;
        this.stores = stores;
        this.findings = findings;
        this.progress = progress;
        this.scratch = stack.scratch().resolve("compare");
        this.generator = new Generator(line -> {}, false);
    }

    /** Returns once all rounds are over. */
    public void run() throws InterruptedException {
        stack.start(EnumSet.of(Part.CLOUD), Progress.silent());
        makeScratch();
        try (Preparation preparation = new Preparation(stack.ports().gateway());
                LocalConsole console = new LocalConsole(stack.ports())) {
            Prepared prepared = fill(preparation, console);
            for (int round = 1; round <= experiment.rounds(); round++) {
                List<String> order = experiment.order(round);
                for (String arm : order) {
                    Findings.Turn turn = new Findings.Turn(round, order.indexOf(arm) + 1, arm);
                    prepared = take(turn, preparation, console, prepared);
                }
            }
        }
    }

    /** Returns how functions are limited here; asked while the local cloud runs. */
    public String functionLimits() throws InterruptedException {
        try (LocalConsole console = new LocalConsole(stack.ports())) {
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

    private Prepared fill(Preparation preparation, LocalConsole console) throws InterruptedException {
        ArmShop shop = new ArmShop(stack, arms.get(experiment.baseline()));
        shop.start();
        stores.fill();
        Prepared prepared = preparation.prepare(experiment.customers());
        console.awaitEmptyQueues();
        shop.stop();
        return prepared;
    }

    private Prepared take(Findings.Turn turn, Preparation preparation, LocalConsole console, Prepared prepared)
            throws InterruptedException {
        Instant start = Instant.now();
        ArmTurn shop = new ArmTurn(turn, new ArmShop(stack, arms.get(turn.arm())), preparation, console);
        try {
            Prepared renewed = shop.take(prepared);
            progress.done(
                    "round %d of %d, %s".formatted(turn.round(), experiment.rounds(), turn.arm()),
                    Duration.between(start, Instant.now()));
            return renewed;
        } catch (LoadException | StackException | ShopException e) {
            findings.addFailure(turn, e.getMessage());
            shop.breakOff();
            return prepared;
        }
    }

    /** One arm's turn in one round. */
    private final class ArmTurn {

        private final Findings.Turn turn;
        private final ArmShop shop;
        private final Preparation preparation;
        private final LocalConsole console;

        private ArmTurn(Findings.Turn turn, ArmShop shop, Preparation preparation, LocalConsole console) {
            this.turn = turn;
            this.shop = shop;
            this.preparation = preparation;
            this.console = console;
        }

        /** Returns what visitors need, as good as new: tokens outlive the turn of the next arm. */
        private Prepared take(Prepared prepared) throws InterruptedException {
            Instant since = Instant.now();
            shop.requireAlone();
            stores.emptyCache();
            start();
            Prepared renewed = preparation.renew(prepared);
            for (Phase phase : experiment.phases()) {
                if (!phase.cold()) {
                    Settings settings = settings(phase, renewed);
                    findings.addWarmUp(turn, phase, new WarmUp(shop, console, generator, settings).run());
                    PhaseResult seen = new PhaseRun(shop, console, generator, settings).warm();
                    noteColdStarts(since, seen.load().zero());
                    note(phase, seen);
                    since = seen.load().end();
                }
            }
            if (experiment.phases().stream().anyMatch(Phase::cold)) {
                renewed = preparation.renew(renewed);
            }
            shop.stop();
            for (Phase phase : experiment.phases()) {
                if (phase.cold()) {
                    note(phase, new PhaseRun(shop, console, generator, settings(phase, renewed)).cold());
                    shop.stop();
                }
            }
            return renewed;
        }

        private void start() throws InterruptedException {
            ArmShop.Start start = shop.start();
            findings.add(turn, Metric.START_TO_FIRST_ANSWER, Observation.SHOP, millis(start.firstAnswer()));
            try (UsageMeter meter = shop.meter()) {
                meter.start();
                Map<Part, Usage> usage = meter.stop();
                start.ready()
                        .forEach((part, ready) -> findings.addStart(
                                turn, part, millis(ready), usage.get(part).residentMiB()));
            }
        }

        private Settings settings(Phase phase, Prepared prepared) {
            Path file = scratch.resolve("prepared.json");
            prepared.write(file);
            return phase.settings(experiment, turn.round(), stack.ports().gateway(), scratch, file);
        }

        private void note(Phase phase, PhaseResult seen) {
            findings.add(turn, phase, seen, shop.isFunctions());
            if (!seen.drained()) {
                progress.note("round %d, %s has left messages in the queues after %s"
                        .formatted(turn.round(), turn.arm(), phase.model()));
            }
        }

        private void noteColdStarts(Instant from, Instant to) throws InterruptedException {
            findings.addColdStarts(turn, shop.invocations(console, from, to));
        }

        private void breakOff() throws InterruptedException {
            shop.stop();
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
