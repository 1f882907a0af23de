package stage5.load.compare;

import static stage5.load.compare.Observation.SHOP;

import java.util.ArrayList;
import java.util.List;
import stage5.load.compare.Observation.Subject;
import stage5.load.generator.LoadResult;
import stage5.stack.Component;
import stage5.stack.terminal.ProgressListener;
import stage5.topology.Topology;

/** Records the observations of all rounds, and marks those of invalid runs. */
public final class ComparisonRecorder {

    /** The model of observations without load: start-up times. */
    static final String NO_MODEL = "none";

    static final String COLD = "cold";

    private final ResultsFolder results;
    private final ProgressListener progress;
    private final MetricsCalculation metrics = new MetricsCalculation(Topology.load());
    private final List<Invalid> invalid = new ArrayList<>();
    private double highestRate;

    public ComparisonRecorder(ResultsFolder results, ProgressListener progress) {
        this.results = results;
        this.progress = progress;
    }

    /** A run whose observations do not count, and the reason. */
    public record Invalid(int round, String arm, String model, String phase, String why) {}

    /**
     * One arm in one round.
     *
     * @param position of the arm within the round, from 1
     */
    public record ArmRound(int round, int position, String arm) {}

    /** Returns the invalid runs so far. */
    public List<Invalid> invalid() {
        return List.copyOf(invalid);
    }

    /** Returns the highest rate so far, in requests a second. */
    public double highestRate() {
        return highestRate;
    }

    /** Records a phase; it is invalid if the generator was the bottleneck. */
    public void add(ArmRound armRound, Phase phase, PhaseResult result, boolean functions) {
        LoadResult load = result.load();
        highestRate = Math.max(highestRate, load.peak());
        String model = phase.model().label();
        List<String> saturation = load.saturation();
        saturation.forEach(why -> {
            invalid.add(new Invalid(armRound.round(), armRound.arm(), model, phase.temperature(), why));
            progress.note("round %d, %s, %s is invalid: %s".formatted(armRound.round(), armRound.arm(), model, why));
        });
        boolean valid = saturation.isEmpty();
        metrics.of(result, functions)
                .forEach(value ->
                        add(armRound, value.metric(), model, phase.temperature(), value.part(), value.value(), valid));
        if (phase.cold()) {
            load.settledAfter()
                    .ifPresentOrElse(
                            second -> add(armRound, Metric.SCALE_OUT_TIME, model, COLD, SHOP, second, valid),
                            () -> progress.note("round %d, %s: did not keep the SLO for five seconds of %s"
                                    .formatted(armRound.round(), armRound.arm(), model)));
        }
        results.add(armRound.arm(), armRound.round(), phase.temperature(), load);
        result.invocations().stream()
                .filter(Invocation::isCold)
                .forEach(start -> addColdStart(armRound, phase.model().label(), phase.temperature(), start));
    }

    /** Records the number of warm-up runs before a phase. */
    void addWarmUp(ArmRound armRound, Phase phase, int runs) {
        String model = phase.model().label();
        add(armRound, Metric.WARM_UP_RUNS, model, phase.temperature(), SHOP, runs, true);
        if (runs == WarmUp.MOST) {
            progress.note("round %d, %s may not be warm after %d warm-up runs before %s"
                    .formatted(armRound.round(), armRound.arm(), runs, model));
        }
    }

    /** Records the cold starts of invocations outside all phases: during starts and warm-ups. */
    void addColdStarts(ArmRound armRound, List<Invocation> invocations) {
        invocations.stream().filter(Invocation::isCold).forEach(start -> addColdStart(armRound, NO_MODEL, COLD, start));
    }

    private void addColdStart(ArmRound armRound, String model, String phase, Invocation start) {
        results.addColdStart(armRound.arm(), armRound.round(), model, phase, metrics.service(start.function()), start);
    }

    /** Records an observation of a start, which has no load. */
    void add(ArmRound armRound, Metric metric, String part, double value) {
        add(armRound, metric, NO_MODEL, COLD, part, value, true);
    }

    /** Records the start of a container. */
    void addStart(ArmRound armRound, Component service, double readyMillis, double residentMiB) {
        add(armRound, Metric.START_TO_READY, service.label(), readyMillis);
        results.addStart(armRound.arm(), armRound.round(), service, readyMillis, residentMiB);
    }

    /** Records that an arm failed in a round. */
    public void addFailure(ArmRound armRound, String why) {
        invalid.add(new Invalid(armRound.round(), armRound.arm(), NO_MODEL, COLD, why));
        progress.note("round %d, %s failed: %s".formatted(armRound.round(), armRound.arm(), why));
    }

    private void add(
            ArmRound armRound, Metric metric, String model, String phase, String part, double value, boolean valid) {
        results.add(new Observation(
                armRound.round(),
                armRound.position(),
                armRound.arm(),
                new Subject(metric, model, phase, part),
                value,
                valid));
    }
}
