package stage5.load;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import stage5.load.aws.AwsShop;
import stage5.load.aws.CloudLogs;
import stage5.load.aws.ComparingOnAws;
import stage5.load.compare.Arm;
import stage5.load.compare.Comparing;
import stage5.load.compare.ComparisonRecorder;
import stage5.load.compare.EnvironmentDocument;
import stage5.load.compare.Experiment;
import stage5.load.compare.LocalStores;
import stage5.load.compare.Phase;
import stage5.load.compare.ResultsFolder;
import stage5.load.compare.Summarising;
import stage5.load.compare.TargetDescription;
import stage5.load.generator.Generator;
import stage5.load.generator.GeneratorCeiling;
import stage5.load.generator.LoadException;
import stage5.load.generator.LoadResult;
import stage5.load.plan.LoadModel;
import stage5.load.results.ComparisonSummary;
import stage5.load.results.Results;
import stage5.load.results.ResultsOption;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.TemporaryStack;
import stage5.stack.terminal.TerminalProgress;

/** The command {@code compare}: compares the forms of the shop and writes a results folder. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends the same load to each form of the shop, round by round, and compares the measurements.")
final class CompareCommand implements Callable<Integer> {

    private static final int PORT_BASE = 26080;

    /**
     * The lowest ephemeral port. A client that polls a port in that range before the service listens may be given the
     * same port as its own, connect to itself and block the service.
     */
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    private static final int PORTS = 20;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Default rates that every form sustains on two cores, shared with the generator. */
    private static final Map<LoadModel, Double> RATES =
            Map.of(LoadModel.BROWSE, 20.0, LoadModel.CHECKOUT, 3.0, LoadModel.FLASH, 3.0);

    @Option(
            names = "--arms",
            split = ",",
            description =
                    "Of jvm, jvm-aot, jvm-lambda, native, native-lambda. The first is the baseline; an arm named twice"
                            + " is compared with itself. Default: all built ones.")
    private List<String> arms = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "10",
            description = "Number of rounds; verdicts need 5 (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "browse,checkout,step,flash",
            description = "browse, checkout, soak and step run warm, flash runs cold (${DEFAULT-VALUE}).")
    private List<LoadModel> models;

    @Option(
            names = "--rate",
            split = ",",
            paramLabel = "MODEL=RATE",
            description =
                    "Requests a second; orders in checkout, initial rate in flash, one step in step: browse=20,step=10.")
    private Map<LoadModel, Double> rates = Map.of();

    @Option(
            names = "--duration",
            paramLabel = "[MODEL=]DURATION",
            defaultValue = "PT30S",
            description = "ISO 8601: of browse and checkout, or of named models: PT20S,flash=PT40S (${DEFAULT-VALUE}).")
    private ModelDurations durations;

    @Option(
            names = "--warm-up",
            defaultValue = "PT15S",
            description = "Duration of a warm-up run; warm-up runs repeat until the shop is warm (${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Mixin
    private VisitorOptions visitors;

    @Option(
            names = "--native-root",
            paramLabel = "FOLDER",
            description = "The checkout with the native builds; by default this one.")
    private Path natives;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + PORT_BASE,
            description = "The first of the ports (${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            defaultValue = ResultsOption.PARENT,
            description = "Parent of the new results folder (${DEFAULT-VALUE}).")
    private Path parent;

    @Option(
            names = "--target",
            defaultValue = "local",
            description = "local: this machine; aws: deployed shops, named by --shops (${DEFAULT-VALUE}).")
    private Target target;

    @Option(
            names = "--shops",
            split = ",",
            paramLabel = "ARM=FILE",
            description = "A shop on AWS: its name, and the output of aws ssm get-parameters-by-path --recursive"
                    + " --path /stage5/ENV --output json; the first is the baseline.")
    private Map<String, Path> shops = new LinkedHashMap<>();

    @Option(
            names = "--profiles",
            split = ",",
            paramLabel = "ARM=PROFILE",
            description = "The AWS profile of a shop's account; by default the SDK's own credentials and region.")
    private Map<String, String> profiles = Map.of();

    enum Target {
        LOCAL,
        AWS
    }

    @Spec
    private CommandSpec spec;

    private final TerminalProgress progress = new TerminalProgress(System.out);

    @Override
    public Integer call() throws InterruptedException {
        if (shops.isEmpty() != (target == Target.LOCAL)
                || (target == Target.AWS && !arms.isEmpty())
                || !shops.keySet().containsAll(profiles.keySet())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--target aws takes --shops, --target local takes --arms: emulated and real results do not mix");
        }
        if (portBase + PORTS > FIRST_EPHEMERAL_PORT) {
            throw new ParameterException(
                    spec.commandLine(),
                    "All ports must be below %d, the first ephemeral port".formatted(FIRST_EPHEMERAL_PORT));
        }
        Instant startedAt = Instant.now();
        Project project = Project.locate();
        Stack stack = new Stack(project, new Ports(portBase));
        List<Arm> localArms = shops.isEmpty() ? arms(project) : List.of();
        List<String> names = shops.isEmpty()
                ? localArms.stream().map(Arm::name).toList()
                : shops.keySet().stream().toList();
        Experiment experiment = new Experiment(names, rounds, phases(), visitors.customers(), visitors.seed());
        ResultsFolder results = new ResultsFolder(parent.resolve(NAME.format(startedAt)));
        ComparisonRecorder recorder = new ComparisonRecorder(results, progress);
        System.out.printf(
                "%d rounds of %s: the load alone takes at least %d min. Results: %s%n",
                rounds, String.join(", ", names), experiment.loadDuration().toMinutes(), results.path());
        double ceiling = ceiling(stack);
        TargetDescription description = shops.isEmpty()
                ? compareLocally(experiment, localArms, stack, recorder)
                : compareOnAws(experiment, stack, recorder);
        results.write(
                Results.ENVIRONMENT,
                new EnvironmentDocument(experiment, project, commandLine(), startedAt)
                        .of(description, ceiling, recorder.highestRate(), recorder.invalid()));
        ComparisonSummary summary = new Summarising(names, visitors.seed()).of(results.observations());
        results.write(Results.SUMMARY, summary);
        results.compress();
        System.out.print(new ComparisonTable(summary));
        return status(ceiling, recorder);
    }

    private TargetDescription compareLocally(
            Experiment experiment, List<Arm> localArms, Stack stack, ComparisonRecorder recorder)
            throws InterruptedException {
        Map<String, Arm> byName = localArms.stream().collect(Collectors.toMap(Arm::name, arm -> arm));
        Comparing comparing =
                new Comparing(experiment, byName, stack, new LocalStores(stack, progress), recorder, progress);
        try (TemporaryStack shop = TemporaryStack.of(stack)) {
            comparing.run();
            return TargetDescription.local(localArms, comparing.functionLimits());
        }
    }

    private TargetDescription compareOnAws(Experiment experiment, Stack stack, ComparisonRecorder recorder)
            throws InterruptedException {
        Map<String, AwsShop> deployed = new LinkedHashMap<>();
        shops.forEach((name, file) -> deployed.put(name, AwsShop.read(name, file)));
        Map<String, CloudWatchLogsClient> clients = new LinkedHashMap<>();
        try {
            shops.keySet().forEach(name -> clients.put(name, CloudLogs.client(profiles.get(name))));
            Map<String, CloudLogs> logs = clients.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, client -> new CloudLogs(client.getValue())));
            new ComparingOnAws(experiment, deployed, logs, recorder, progress, stack.scratch()).run();
        } finally {
            clients.values().forEach(CloudWatchLogsClient::close);
        }
        return AwsShop.target(deployed.values());
    }

    private List<Arm> arms(Project project) {
        Project built =
                natives == null ? project : new Project(natives.toAbsolutePath().normalize());
        List<Arm> found = arms.isEmpty() ? Arm.built(project, built) : Arm.named(arms, project, built);
        if (found.size() < 2) {
            throw new LoadException("A comparison needs two built arms; built: %s"
                    .formatted(found.stream().map(Arm::name).findFirst().orElse("none")));
        }
        return found;
    }

    private List<Phase> phases() {
        return models.stream().map(this::phase).toList();
    }

    private Phase phase(LoadModel model) {
        boolean cold = model == LoadModel.FLASH && shops.isEmpty();
        return new Phase(
                model,
                cold,
                rates.getOrDefault(model, RATES.getOrDefault(model, model.rate())),
                cold ? Duration.ZERO : warmUp,
                durations.of(model));
    }

    private static double ceiling(Stack stack) throws InterruptedException {
        LoadResult load = new GeneratorCeiling(
                        new Generator(line -> {}, false), stack.scratch().resolve("ceiling"))
                .measure();
        System.out.printf("The generator's ceiling: %.0f requests a second.%n", load.throughputAtSlo());
        return load.throughputAtSlo();
    }

    private static int status(double ceiling, ComparisonRecorder recorder) {
        double highest = recorder.highestRate();
        System.out.printf(
                "%nThe ceiling is %.1f times the highest rate of %.0f requests a second; at least 5 times is required.%n",
                EnvironmentDocument.times(ceiling, highest), highest);
        recorder.invalid()
                .forEach(run -> System.out.printf(
                        "Not counted: round %d, %s, %s (%s): %s%n",
                        run.round(), run.arm(), run.model(), run.phase(), run.why()));
        return EnvironmentDocument.isEnough(ceiling, highest)
                        && recorder.invalid().isEmpty()
                ? 0
                : LoadCommands.INVALID;
    }

    private String commandLine() {
        return "./stage5 "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }
}
