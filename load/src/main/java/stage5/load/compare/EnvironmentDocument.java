package stage5.load.compare;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.load.generator.Slo;
import stage5.stack.Project;

/** Builds the content of {@code environment.json}: everything that is needed to judge a comparison. */
public final class EnvironmentDocument {

    private static final int SCHEMA = 1;
    private static final double ENOUGH = 5;

    /** Shorter warm-ups are a limitation. */
    private static final Duration LONG_WARM_UP = Duration.ofSeconds(15);

    /** Fewer rounds are a limitation. */
    private static final int MANY_ROUNDS = 10;

    private final Experiment experiment;
    private final EnvironmentFacts facts;
    private final String command;
    private final Instant startedAt;

    public EnvironmentDocument(Experiment experiment, Project project, String command, Instant startedAt) {
        this.experiment = experiment;
        this.facts = new EnvironmentFacts(project);
        this.command = command;
        this.startedAt = startedAt;
    }

    /** Returns the generator's ceiling as a multiple of the highest rate. */
    public static double times(double ceiling, double highestRate) {
        return ceiling / highestRate;
    }

    /** Returns whether the generator has enough headroom. */
    public static boolean isEnough(double ceiling, double highestRate) {
        return times(ceiling, highestRate) >= ENOUGH;
    }

    /** Returns the content of the file. */
    public Map<String, Object> of(
            TargetDescription target, double ceiling, double highestRate, List<ComparisonRecorder.Invalid> invalid) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("schema", SCHEMA);
        content.put("startedAt", startedAt.truncatedTo(ChronoUnit.SECONDS).toString());
        content.put("command", command);
        content.put("commit", facts.commit());
        content.put("modified", facts.isModified());
        content.put("target", target.target());
        content.put("emulated", target.emulated());
        content.put("whatIsEmulated", target.whatIsEmulated());
        content.put("machine", facts.machine());
        content.put("versions", facts.versions());
        content.put("seed", experiment.seed());
        content.put("rounds", experiment.rounds());
        content.put("baseline", experiment.baseline());
        content.put("arms", target.arms());
        content.put(
                "models",
                experiment.phases().stream().map(EnvironmentDocument::model).toList());
        content.put("slo", Map.of("p99Millis", Slo.P99.toMillis()));
        content.put(
                "ceiling",
                Map.of(
                        "requestsPerSecond",
                        ceiling,
                        "highestRateUsed",
                        highestRate,
                        "times",
                        times(ceiling, highestRate)));
        content.put("invalid", invalid);
        content.put("limitations", limitations(target));
        content.put("notes", target.notes());
        return content;
    }

    /** Returns the target's limitations, and those that follow from the experiment. */
    private List<String> limitations(TargetDescription target) {
        List<String> limitations = new ArrayList<>(target.limitations());
        Duration warmUp = experiment.phases().stream()
                .filter(phase -> !phase.cold())
                .map(Phase::warmUp)
                .min(Comparator.naturalOrder())
                .orElse(LONG_WARM_UP);
        if (warmUp.compareTo(LONG_WARM_UP) < 0) {
            limitations.add("A warm-up run lasts only %d seconds.".formatted(warmUp.toSeconds()));
        }
        if (experiment.rounds() < MANY_ROUNDS) {
            limitations.add("There are only %d rounds: small differences cannot be told from chance."
                    .formatted(experiment.rounds()));
        }
        return limitations;
    }

    private static Map<String, Object> model(Phase phase) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", phase.model().label());
        content.put("phase", phase.temperature());
        content.put("rate", phase.peak());
        content.put("seconds", phase.duration().toSeconds());
        content.put("warmUpSeconds", phase.warmUp().toSeconds());
        return content;
    }
}
