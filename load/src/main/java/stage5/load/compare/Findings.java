package stage5.load.compare;

import static stage5.load.compare.Observation.SHOP;

import java.util.ArrayList;
import java.util.List;
import stage5.cli.stack.Part;
import stage5.cli.terminal.Progress;
import stage5.load.compare.Observation.Subject;
import stage5.load.generator.LoadResult;
import stage5.topology.Topology;

/** Collects what rounds find, wherever the arms run, and keeps apart what can't be relied on. */
public final class Findings {

    /** The model of figures that no visitors have to do with. */
    static final String NO_MODEL = "none";

    static final String COLD = "cold";

    private final ResultsFolder results;
    private final Progress progress;
    private final Reckoning reckoning = new Reckoning(Topology.load());
    private final List<Invalid> invalid = new ArrayList<>();
    private double highestRate;

    public Findings(ResultsFolder results, Progress progress) {
        this.results = results;
        this.progress = progress;
    }

    /** What is in the results and can't be relied on. */
    public record Invalid(int round, String arm, String model, String phase, String why) {}

    /**
     * An arm's turn in a round.
     *
     * @param position within the round, from 1
     */
    public record Turn(int round, int position, String arm) {}

    /** Returns what is not valid of the results so far. */
    public List<Invalid> invalid() {
        return List.copyOf(invalid);
    }

    /** Returns the most requests a second that were sent so far. */
    public double highestRate() {
        return highestRate;
    }

    /** Takes note of a phase; it is not valid where the generator was saturated. */
    public void add(Turn turn, Phase phase, PhaseResult seen, boolean functions) {
        LoadResult load = seen.load();
        highestRate = Math.max(highestRate, load.peak());
        String model = phase.model().label();
        List<String> saturation = load.saturation();
        saturation.forEach(why -> {
            invalid.add(new Invalid(turn.round(), turn.arm(), model, phase.temperature(), why));
            progress.note("round %d, %s, %s is invalid: %s".formatted(turn.round(), turn.arm(), model, why));
        });
        boolean valid = saturation.isEmpty();
        reckoning
                .of(seen, functions)
                .forEach(figure ->
                        add(turn, figure.metric(), model, phase.temperature(), figure.part(), figure.value(), valid));
        if (phase.cold()) {
            load.settledAfter()
                    .ifPresentOrElse(
                            second -> add(turn, Metric.SCALE_OUT_TIME, model, COLD, SHOP, second, valid),
                            () -> progress.note("round %d, %s: did not keep the SLO for five seconds of %s"
                                    .formatted(turn.round(), turn.arm(), model)));
        }
        results.add(turn.arm(), turn.round(), phase.temperature(), load);
        seen.invocations().stream()
                .filter(Invocation::isCold)
                .forEach(start -> addColdStart(turn, phase.model().label(), phase.temperature(), start));
    }

    /** Takes note of how often an arm was warmed up before a phase. */
    void addWarmUp(Turn turn, Phase phase, int runs) {
        String model = phase.model().label();
        add(turn, Metric.WARM_UP_RUNS, model, phase.temperature(), SHOP, runs, true);
        if (runs == WarmUp.MOST) {
            progress.note("round %d, %s was warmed up %d times before %s, and may not be warm even so"
                    .formatted(turn.round(), turn.arm(), runs, model));
        }
    }

    /** Takes note of the cold starts among invocations of no phase: of a start, and of warm-ups. */
    void addColdStarts(Turn turn, List<Invocation> invocations) {
        invocations.stream().filter(Invocation::isCold).forEach(start -> addColdStart(turn, NO_MODEL, COLD, start));
    }

    private void addColdStart(Turn turn, String model, String phase, Invocation start) {
        results.addColdStart(turn.arm(), turn.round(), model, phase, reckoning.service(start.function()), start);
    }

    /** Takes note of a figure of a start, which no visitors have to do with. */
    void add(Turn turn, Metric metric, String part, double value) {
        add(turn, metric, NO_MODEL, COLD, part, value, true);
    }

    /** Takes note of a container's start. */
    void addStart(Turn turn, Part part, double readyMillis, double residentMiB) {
        add(turn, Metric.START_TO_READY, part.label(), readyMillis);
        results.addStart(turn.arm(), turn.round(), part, readyMillis, residentMiB);
    }

    /** Takes note of a turn that broke off. */
    public void addFailure(Turn turn, String why) {
        invalid.add(new Invalid(turn.round(), turn.arm(), NO_MODEL, COLD, why));
        progress.note("round %d, %s failed: %s".formatted(turn.round(), turn.arm(), why));
    }

    private void add(Turn turn, Metric metric, String model, String phase, String part, double value, boolean valid) {
        results.add(new Observation(
                turn.round(), turn.position(), turn.arm(), new Subject(metric, model, phase, part), value, valid));
    }
}
