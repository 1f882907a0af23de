package stage5.load.compare;

import static stage5.load.compare.Observation.SHOP;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.cli.seed.ShopFilling;
import stage5.cli.shop.ShopException;
import stage5.cli.stack.Part;
import stage5.cli.stack.Stack;
import stage5.cli.stack.StackException;
import stage5.cli.terminal.Progress;
import stage5.load.compare.Observation.Subject;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadException;
import stage5.load.generator.LoadResult;
import stage5.load.generator.Preparation;
import stage5.load.generator.Prepared;
import stage5.load.generator.Settings;
import stage5.topology.Topology;

/**
 * Runs an experiment on this machine. One local cloud, filled once, serves all arms; the services are new processes at
 * each turn, and leave nothing in the queues for the next.
 */
public final class Comparing {

    private static final String NO_MODEL = "none";
    private static final String COLD = "cold";
    private static final Duration DRAINING = Duration.ofSeconds(60);

    private final Experiment experiment;
    private final Stack stack;
    private final ResultsFolder results;
    private final Progress progress;
    private final Path scratch;
    private final Generator generator;
    private final Reckoning reckoning = new Reckoning(Topology.load());
    private final List<Invalid> invalid = new ArrayList<>();
    private double highestRate;

    /** @param stack that is not running yet; it is the caller who stops it */
    public Comparing(Experiment experiment, Stack stack, ResultsFolder results, Progress progress) {
        this.experiment = experiment;
        this.stack = stack;
        this.results = results;
        this.progress = progress;
        this.scratch = stack.scratch().resolve("compare");
        this.generator = new Generator(line -> {}, false);
    }

    /** What is in the results and can't be relied on. */
    public record Invalid(int round, String arm, String model, String phase, String why) {}

    /** Returns what is not valid of the results, once all rounds are over. */
    public List<Invalid> run() throws InterruptedException {
        stack.start(EnumSet.of(Part.CLOUD), Progress.silent());
        makeScratch();
        try (Preparation preparation = new Preparation(stack.ports().gateway());
                LocalConsole console = new LocalConsole(stack.ports())) {
            Prepared prepared = fill(preparation, console);
            for (int round = 1; round <= experiment.rounds(); round++) {
                List<Arm> order = experiment.order(round);
                for (Arm arm : order) {
                    Turn turn = new Turn(round, order.indexOf(arm) + 1, arm, preparation, console);
                    prepared = take(turn, prepared);
                }
            }
        }
        return invalid;
    }

    /** Returns the most requests a second that were sent so far. */
    public double highestRate() {
        return highestRate;
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
        ArmShop shop = new ArmShop(stack, experiment.baseline());
        shop.start();
        new ShopFilling(stack).fill(progress);
        Prepared prepared = preparation.prepare(experiment.customers());
        console.awaitEmptyQueues(DRAINING);
        shop.stop();
        return prepared;
    }

    private Prepared take(Turn turn, Prepared prepared) throws InterruptedException {
        Instant start = Instant.now();
        Prepared renewed = prepared;
        try {
            renewed = turn.take(prepared);
            progress.done(
                    "round %d of %d, %s".formatted(turn.round, experiment.rounds(), turn.arm.name()),
                    Duration.between(start, Instant.now()));
        } catch (LoadException | StackException | ShopException e) {
            invalid.add(new Invalid(turn.round, turn.arm.name(), NO_MODEL, COLD, e.getMessage()));
            progress.note("round %d, %s failed: %s".formatted(turn.round, turn.arm.name(), e.getMessage()));
            turn.shop.stop();
        }
        return renewed;
    }

    /** One arm's turn in one round. */
    private final class Turn {

        private final int round;
        private final int position;
        private final Arm arm;
        private final Preparation preparation;
        private final LocalConsole console;
        private final ArmShop shop;

        private Turn(int round, int position, Arm arm, Preparation preparation, LocalConsole console) {
            this.round = round;
            this.position = position;
            this.arm = arm;
            this.preparation = preparation;
            this.console = console;
            this.shop = new ArmShop(stack, arm);
        }

        /** Returns what visitors need, as good as new: tokens outlive the turn of the next arm. */
        private Prepared take(Prepared prepared) throws InterruptedException {
            start();
            Prepared renewed = preparation.renew(prepared);
            for (Phase phase : experiment.phases()) {
                if (!phase.cold()) {
                    note(phase, new PhaseRun(shop, console, generator, settings(phase, renewed)).warm());
                }
            }
            if (experiment.phases().stream().anyMatch(Phase::cold)) {
                renewed = preparation.renew(renewed);
            }
            drainAndStop();
            for (Phase phase : experiment.phases()) {
                if (phase.cold()) {
                    note(phase, new PhaseRun(shop, console, generator, settings(phase, renewed)).cold());
                    drainAndStop();
                }
            }
            return renewed;
        }

        private void start() throws InterruptedException {
            ArmShop.Start start = shop.start();
            observe(Metric.START_TO_FIRST_ANSWER, NO_MODEL, COLD, SHOP, millis(start.firstAnswer()), true);
            try (UsageMeter meter = shop.meter()) {
                meter.start();
                Map<Part, Usage> usage = meter.stop();
                start.ready().forEach((part, ready) -> {
                    observe(Metric.START_TO_READY, NO_MODEL, COLD, part.label(), millis(ready), true);
                    results.addStart(
                            arm.name(), round, part, ready, usage.get(part).residentMiB());
                });
            }
        }

        private Settings settings(Phase phase, Prepared prepared) {
            Path file = scratch.resolve("prepared.json");
            prepared.write(file);
            return new Settings(
                    phase.model(),
                    phase.rate(),
                    phase.warmUp(),
                    phase.duration(),
                    stack.ports().gateway(),
                    experiment.customers(),
                    experiment.seed(round),
                    scratch.resolve("generator"),
                    Optional.of(file));
        }

        private void note(Phase phase, PhaseResult seen) {
            LoadResult load = seen.load();
            highestRate = Math.max(highestRate, load.peak());
            String model = phase.model().label();
            List<String> saturation = load.saturation();
            saturation.forEach(why -> {
                invalid.add(new Invalid(round, arm.name(), model, phase.temperature(), why));
                progress.note("round %d, %s, %s is invalid: %s".formatted(round, arm.name(), model, why));
            });
            boolean valid = saturation.isEmpty();
            reckoning
                    .of(seen, shop.isFunctions())
                    .forEach(figure -> observe(
                            figure.metric(), model, phase.temperature(), figure.part(), figure.value(), valid));
            if (phase.cold()) {
                load.settledAfter()
                        .ifPresentOrElse(
                                second -> observe(Metric.SCALE_OUT_TIME, model, COLD, SHOP, second, valid),
                                () -> progress.note("round %d, %s: did not keep the SLO for five seconds of %s"
                                        .formatted(round, arm.name(), model)));
            }
            results.add(arm.name(), round, phase.temperature(), load);
            seen.invocations().stream()
                    .filter(Invocation::isCold)
                    .forEach(start -> results.addColdStart(
                            arm.name(), round, phase, reckoning.service(start.function()), start));
        }

        private void observe(Metric metric, String model, String phase, String part, double value, boolean valid) {
            results.add(new Observation(
                    round, position, arm.name(), new Subject(metric, model, phase, part), value, valid));
        }

        private void drainAndStop() throws InterruptedException {
            if (!console.awaitEmptyQueues(DRAINING)) {
                progress.note("round %d, %s has left messages in the queues".formatted(round, arm.name()));
            }
            shop.stop();
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
