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
import stage5.cli.command.Temporary;
import stage5.cli.stack.Ports;
import stage5.cli.stack.Project;
import stage5.cli.stack.Stack;
import stage5.cli.terminal.TerminalProgress;
import stage5.load.aws.CloudLogs;
import stage5.load.aws.ComparingOnAws;
import stage5.load.aws.Site;
import stage5.load.compare.Arm;
import stage5.load.compare.Comparing;
import stage5.load.compare.Environment;
import stage5.load.compare.Experiment;
import stage5.load.compare.Findings;
import stage5.load.compare.LocalStores;
import stage5.load.compare.Phase;
import stage5.load.compare.Place;
import stage5.load.compare.ResultsFolder;
import stage5.load.compare.Summarising;
import stage5.load.generator.Ceiling;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadException;
import stage5.load.generator.LoadResult;
import stage5.load.plan.Model;
import stage5.load.results.ResultsOption;

/** Compares the ways to run the shop, and leaves a folder of results. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sends the same visitors to the shop in each of its forms, again and again, and compares what they meet.")
final class CompareCommand implements Callable<Integer> {

    private static final int PORT_BASE = 26080;

    /**
     * Where systems begin to give out ports to clients: one that asks again and again for a port in there, at which nobody
     * listens yet, is sooner or later given that very port, connects to itself and keeps the service from it.
     */
    private static final int FIRST_CLIENT_PORT = 32_768;

    private static final int PORTS = 20;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** What two cores, which the shop and the generator share, can be asked for in each form. */
    private static final Map<Model, Double> RATES = Map.of(Model.BROWSE, 20.0, Model.CHECKOUT, 3.0, Model.FLASH, 3.0);

    @Option(
            names = "--arms",
            split = ",",
            description =
                    "Of jvm, jvm-aot, jvm-lambda, native, native-lambda; the first is the baseline, one named twice is"
                            + " compared with itself. By default all that are built.")
    private List<String> arms = List.of();

    @Option(names = "--rounds", defaultValue = "10", description = "5 at least say something (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "browse,checkout,step,flash",
            description =
                    "browse, checkout, soak, step meet a warm shop, flash one of which nothing runs (${DEFAULT-VALUE}).")
    private List<Model> models;

    @Option(
            names = "--rate",
            split = ",",
            paramLabel = "MODEL=RATE",
            description =
                    "Requests a second, orders in checkout, before the rush in flash, of a step: browse=20,step=10.")
    private Map<Model, Double> rates = Map.of();

    @Option(
            names = "--duration",
            paramLabel = "[MODEL=]DURATION",
            defaultValue = "PT30S",
            description = "ISO 8601: of browse and checkout, or of the models that it names: PT20S,flash=PT40S"
                    + " (${DEFAULT-VALUE}).")
    private Lengths lengths;

    @Option(
            names = "--warm-up",
            defaultValue = "PT15S",
            description = "Of each run that warms up for a model that meets a warm shop; repeated until it is warm"
                    + " (${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Mixin
    private VisitorOptions visitors;

    @Option(
            names = "--native-root",
            paramLabel = "FOLDER",
            description = "The checkout with what is built natively; by default this one.")
    private Path natives;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + PORT_BASE,
            description = "The port that all others are counted from (${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            defaultValue = ResultsOption.PARENT,
            description = "Where the run's own folder is made (${DEFAULT-VALUE}).")
    private Path parent;

    @Option(
            names = "--target",
            defaultValue = "local",
            description =
                    "local: this machine; aws: shops that run there, which --outputs tells of (${DEFAULT-VALUE}).")
    private Target target;

    @Option(
            names = "--outputs",
            split = ",",
            paramLabel = "ARM=FILE",
            description = "A shop on AWS: its name, and what cdk deploy --outputs-file has left of it; the first is the"
                    + " baseline.")
    private Map<String, Path> sites = new LinkedHashMap<>();

    enum Target {
        LOCAL,
        AWS
    }

    @Spec
    private CommandSpec spec;

    private final TerminalProgress progress = new TerminalProgress(System.out);

    @Override
    public Integer call() throws InterruptedException {
        if (sites.isEmpty() != (target == Target.LOCAL) || (target == Target.AWS && !arms.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--target aws takes --outputs, this machine --arms: emulated and real figures don't mix");
        }
        if (portBase + PORTS > FIRST_CLIENT_PORT) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The ports must lie below %d, where clients' begin".formatted(FIRST_CLIENT_PORT));
        }
        Instant startedAt = Instant.now();
        Project project = Project.locate();
        Stack stack = new Stack(project, new Ports(portBase));
        List<Arm> wanted = sites.isEmpty() ? arms(project) : List.of();
        List<String> names = sites.isEmpty()
                ? wanted.stream().map(Arm::name).toList()
                : sites.keySet().stream().toList();
        Experiment experiment = new Experiment(names, rounds, phases(), visitors.customers(), visitors.seed());
        ResultsFolder results = new ResultsFolder(parent.resolve(NAME.format(startedAt)));
        Findings findings = new Findings(results, progress);
        System.out.printf(
                "%d rounds of %s: the visitors alone take %d min at least. Results: %s%n",
                rounds, String.join(", ", names), experiment.visiting().toMinutes(), results.path());
        double ceiling = ceiling(stack);
        Place place = sites.isEmpty()
                ? compareHere(experiment, wanted, stack, findings)
                : compareOnAws(experiment, stack, findings);
        results.write(
                "environment.json",
                new Environment(experiment, project, commandLine(), startedAt)
                        .of(place, ceiling, findings.highestRate(), findings.invalid()));
        Summarising.Summary summary = new Summarising(names, visitors.seed()).of(results.observations());
        results.write("summary.json", summary);
        System.out.print(new ComparisonTable(summary));
        return verdict(ceiling, findings);
    }

    private Place compareHere(Experiment experiment, List<Arm> wanted, Stack stack, Findings findings)
            throws InterruptedException {
        Map<String, Arm> byName = wanted.stream().collect(Collectors.toMap(Arm::name, arm -> arm));
        Comparing comparing =
                new Comparing(experiment, byName, stack, new LocalStores(stack, progress), findings, progress);
        try (Temporary shop = Temporary.of(stack)) {
            comparing.run();
            return Place.local(wanted, comparing.functionLimits());
        }
    }

    private Place compareOnAws(Experiment experiment, Stack stack, Findings findings) throws InterruptedException {
        Map<String, Site> read = new LinkedHashMap<>();
        sites.forEach((name, outputs) -> read.put(name, Site.read(name, outputs)));
        try (CloudWatchLogsClient client = CloudLogs.client()) {
            new ComparingOnAws(experiment, read, new CloudLogs(client), findings, progress, stack.scratch()).run();
        }
        return Site.place(read.values());
    }

    private List<Arm> arms(Project project) {
        Project built =
                natives == null ? project : new Project(natives.toAbsolutePath().normalize());
        List<Arm> found = arms.isEmpty() ? Arm.built(project, built) : Arm.named(arms, project, built);
        if (found.size() < 2) {
            throw new LoadException("There is nothing to compare %s with: nothing else is built"
                    .formatted(found.stream().map(Arm::name).findFirst().orElse("it")));
        }
        return found;
    }

    private List<Phase> phases() {
        return models.stream().map(this::phase).toList();
    }

    private Phase phase(Model model) {
        boolean cold = model == Model.FLASH && sites.isEmpty();
        return new Phase(
                model,
                cold,
                rates.getOrDefault(model, RATES.getOrDefault(model, model.rate())),
                cold ? Duration.ZERO : warmUp,
                lengths.of(model));
    }

    private static double ceiling(Stack stack) throws InterruptedException {
        LoadResult load =
                new Ceiling(new Generator(line -> {}, false), stack.scratch().resolve("ceiling")).measure();
        System.out.printf("The generator's ceiling here: %.0f requests a second.%n", load.throughputAtSlo());
        return load.throughputAtSlo();
    }

    private static int verdict(double ceiling, Findings findings) {
        double highest = findings.highestRate();
        System.out.printf(
                "%nThe ceiling is %.1f times the highest rate, %.0f requests a second; 5 times are enough.%n",
                Environment.times(ceiling, highest), highest);
        findings.invalid()
                .forEach(one -> System.out.printf(
                        "Not counted: round %d, %s, %s (%s): %s%n",
                        one.round(), one.arm(), one.model(), one.phase(), one.why()));
        return Environment.isEnough(ceiling, highest) && findings.invalid().isEmpty() ? 0 : LoadCommands.INVALID;
    }

    private String commandLine() {
        return "./stage5 "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }
}
