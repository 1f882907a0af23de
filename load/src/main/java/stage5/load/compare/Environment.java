package stage5.load.compare;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.cli.stack.Project;
import stage5.load.generator.Slo;

/** What has to be known to judge a comparison: {@code environment.json}. */
public final class Environment {

    private static final int SCHEMA = 1;
    private static final double ENOUGH = 5;

    private final Experiment experiment;
    private final EnvironmentFacts facts;
    private final String command;
    private final Instant startedAt;

    public Environment(Experiment experiment, Project project, String command, Instant startedAt) {
        this.experiment = experiment;
        this.facts = new EnvironmentFacts(project);
        this.command = command;
        this.startedAt = startedAt;
    }

    /** Returns how many times the highest rate the ceiling is. */
    public static double times(double ceiling, double highestRate) {
        return ceiling / highestRate;
    }

    /** Returns whether the generator has enough in reserve. */
    public static boolean isEnough(double ceiling, double highestRate) {
        return times(ceiling, highestRate) >= ENOUGH;
    }

    /** Returns the content of the file. */
    public Map<String, Object> of(Place place, double ceiling, double highestRate, List<Findings.Invalid> invalid) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("schema", SCHEMA);
        content.put("startedAt", startedAt.truncatedTo(ChronoUnit.SECONDS).toString());
        content.put("command", command);
        content.put("commit", facts.commit());
        content.put("modified", facts.isModified());
        content.put("target", place.target());
        content.put("emulated", place.emulated());
        content.put("whatIsEmulated", place.whatIsEmulated());
        content.put("machine", facts.machine());
        content.put("versions", facts.versions());
        content.put("seed", experiment.seed());
        content.put("rounds", experiment.rounds());
        content.put("baseline", experiment.baseline());
        content.put("arms", place.arms());
        content.put(
                "models", experiment.phases().stream().map(Environment::model).toList());
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
        content.put("notes", place.notes());
        return content;
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
