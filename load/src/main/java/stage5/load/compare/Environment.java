package stage5.load.compare;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import stage5.cli.stack.Form;
import stage5.cli.stack.Part;
import stage5.cli.stack.Project;
import stage5.load.generator.Slo;
import stage5.topology.Function;

/** What has to be known to judge a comparison: {@code environment.json}. */
public final class Environment {

    private static final int SCHEMA = 1;
    private static final double ENOUGH = 5;

    private static final List<String> EMULATED = List.of(
            "Lambda and API Gateway: a stand-in on this machine runs the real artifacts, one invocation at a time per"
                    + " environment; where environments start and how fast is this machine's, not AWS's",
            "DynamoDB, SQS, SNS, mail and payment: embedded stand-ins, beside the services on the same processors",
            "Fargate: plain processes, without a task's limits of CPU and memory, image pull or placement");

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
    public Map<String, Object> of(
            double ceiling, double highestRate, List<Comparing.Invalid> invalid, String functionLimits) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("schema", SCHEMA);
        content.put("startedAt", startedAt.truncatedTo(ChronoUnit.SECONDS).toString());
        content.put("command", command);
        content.put("commit", facts.commit());
        content.put("modified", facts.isModified());
        content.put("target", "local");
        content.put("emulated", true);
        content.put("whatIsEmulated", EMULATED);
        content.put("machine", facts.machine());
        content.put("versions", facts.versions());
        content.put("seed", experiment.seed());
        content.put("rounds", experiment.rounds());
        content.put("baseline", experiment.baseline().name());
        content.put("arms", experiment.arms().stream().map(Environment::arm).toList());
        content.put("models", experiment.phases().stream().map(Environment::model).toList());
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
        content.put("notes", notes(functionLimits));
        return content;
    }

    private static List<String> notes(String functionLimits) {
        List<String> notes = new ArrayList<>(List.of(
                "The generator, the local cloud and the services share the machine's processors.",
                "One local cloud, filled once, serves all arms and rounds; orders add up in its tables from turn to turn.",
                "GB seconds of containers are resident memory by time; of functions what AWS would bill."));
        notes.add("Functions' CPU and memory: " + functionLimits + ".");
        return notes;
    }

    private static Map<String, Object> arm(Arm arm) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", arm.name());
        content.put("form", arm.kind().form().toString());
        content.put("runtime", arm.kind().build().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (arm.kind().form() == Form.LAMBDA) {
            int memory = arm.kind() == Arm.Kind.NATIVE_LAMBDA ? Function.NATIVE_MEMORY_MIB : Function.JVM_MEMORY_MIB;
            content.put(
                    "memoryMiB",
                    Part.services().stream().collect(Collectors.toMap(Part::label, part -> memory)));
        }
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
