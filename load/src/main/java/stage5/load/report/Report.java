package stage5.load.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.load.cost.FormCosts;
import stage5.load.results.MeasurementEnvironment;
import stage5.load.results.ResultFiles;
import stage5.load.results.Results;
import stage5.load.results.ResultsException;

/**
 * The report on one or several comparisons: a single HTML file that needs no network, and beside it a CSV file with the
 * values of all charts.
 */
public final class Report {

    /** Busy around the clock, and busy for 30 % of it. */
    private static final List<String> DUTIES = List.of("1", "0.3");

    private static final String RATE = "40";
    private static final String CHART_DATA = "charts.csv.gz";
    private static final List<String> CHART_COLUMNS = List.of("figure", "arm", "x", "y", "low", "high");

    private final List<Results> runs;
    private final MeasuredFigures measured;
    private final int resamples;

    /** @param runs at least one; verdict and cost are those of the first */
    public Report(List<Results> runs) {
        this(runs, FormCosts.RESAMPLES);
    }

    /** @param resamples of {@link FormCosts}: the intervals of the costs take most of the time */
    Report(List<Results> runs, int resamples) {
        this.resamples = resamples;
        this.runs = List.copyOf(runs);
        this.measured = new MeasuredFigures(runs);
    }

    /**
     * Writes {@code report.html} and {@value #CHART_DATA}.
     *
     * @return the HTML file
     * @throws MixedProvenanceException if some results are emulated and some are from AWS
     * @throws UncheckedIOException if the files cannot be written
     */
    public Path write(Path folder) {
        ReportPage page = page(folder);
        String html = new ReportTemplate().render(page);
        try {
            Files.createDirectories(folder);
            ResultFiles.writeCompressed(
                    folder.resolve(CHART_DATA), chartData(page).csv());
            return Files.writeString(folder.resolve("report.html"), html);
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written to " + folder, e);
        }
    }

    private ReportPage page(Path folder) {
        Results run = runs.getFirst();
        MeasurementEnvironment environment = run.environment();
        boolean verdicts = environment.limitations().isEmpty();
        // First, because it takes the least time and fails if the runs differ in provenance.
        List<Figure> figures = figures();
        CostFigures cost = cost(run);
        VerdictText text = new VerdictText(run);
        List<String> lead = new ArrayList<>(text.bests());
        if (verdicts) {
            lead.add("Cheapest on AWS with all services in one form, at %s requests/s: %s."
                    .formatted(
                            RATE,
                            DUTIES.stream()
                                    .map(duty -> cost.cheapest(RATE, duty))
                                    .collect(Collectors.joining(", "))));
        }
        return new ReportPage(
                environment.provenance().toString(),
                subtitle(environment),
                environment.limitations(),
                lead,
                text.sentences(),
                validity(environment),
                verdicts
                        ? DUTIES.stream().map(duty -> cost.sentence(RATE, duty)).toList()
                        : List.of(),
                cost.monthly(RATE, DUTIES),
                DUTIES.stream().map(duty -> cost.byRate(duty, verdicts)).toList(),
                verdicts
                        ? "Requests a second above which a service's cheapest container arm costs less than its cheapest function arm, with 95 % intervals."
                        : "Requests a second at which a service costs the same as functions and as containers, with 95 % intervals.",
                cost.breakEvens(DUTIES, verdicts),
                cost.prices(),
                figures,
                new OrderCosts(runs, measured).table(),
                facts(environment),
                limits(environment, cost),
                CHART_DATA,
                files(run, folder));
    }

    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(measured.latencies());
        if (measured.has("latency-p99")) {
            figures.add(measured.byModel(
                    "latency-p99",
                    "99th percentile of latency",
                    "Medians over rounds with 95 % intervals.",
                    "ms",
                    true));
        }
        if (measured.hasSteps()) {
            figures.add(measured.throughput());
        }
        if (measured.hasColdStarts()) {
            figures.add(measured.coldStarts());
        }
        if (measured.has("start-to-first-answer")) {
            figures.add(measured.byModel(
                    "start-to-first-answer",
                    "From nothing running to the first response",
                    "Medians over rounds with 95 % intervals.",
                    "ms",
                    true));
        }
        if (measured.has("resident-memory")) {
            figures.add(measured.memory());
        }
        return figures;
    }

    private CostFigures cost(Results run) {
        String model = run.environment().models().stream()
                .filter(one -> one.phase().equals("warm"))
                .map(MeasurementEnvironment.Model::name)
                .findFirst()
                .orElseThrow(() -> new ResultsException(run.folder() + " has no warm model to estimate costs by"));
        return new CostFigures(run, measured, model, resamples);
    }

    /** Returns the values of all charts; a chart without y values or intervals leaves these columns empty. */
    private static DataTable chartData(ReportPage page) {
        List<List<Object>> rows = new ArrayList<>();
        Stream.concat(page.figures().stream(), page.costFigures().stream())
                .forEach(figure -> figure.table().rows().forEach(values -> {
                    List<Object> row = new ArrayList<>(values);
                    row.addFirst(figure.id());
                    while (row.size() < CHART_COLUMNS.size()) {
                        row.add(null);
                    }
                    rows.add(row);
                }));
        return new DataTable(CHART_COLUMNS, rows);
    }

    /** Returns the paths of the comparison's data files, relative to the report's folder. */
    private static List<String> files(Results run, Path folder) {
        Path from = folder.toAbsolutePath().normalize();
        return Stream.concat(Stream.of(Results.ENVIRONMENT), Results.DATA.stream())
                .flatMap(name -> ResultFiles.find(run.folder(), name).stream())
                .map(file -> from.relativize(file.toAbsolutePath().normalize()).toString())
                .toList();
    }

    private static String subtitle(MeasurementEnvironment environment) {
        return "%s, %d rounds, baseline %s, started %s"
                .formatted(
                        environment.arms().stream()
                                .map(MeasurementEnvironment.Arm::name)
                                .collect(Collectors.joining(", ")),
                        environment.rounds(),
                        environment.baseline(),
                        environment.startedAt());
    }

    private static List<String> validity(MeasurementEnvironment environment) {
        List<String> lines = new ArrayList<>();
        MeasurementEnvironment.Ceiling ceiling = environment.ceiling();
        if (ceiling != null) {
            lines.add(
                    "The generator alone reaches %s against a server that does nothing: %s times the highest rate used (%s)."
                            .formatted(
                                    NumberText.amount(ceiling.requestsPerSecond(), "1/s"),
                                    NumberText.amount(ceiling.times(), "1"),
                                    NumberText.amount(ceiling.highestRateUsed(), "1/s")));
        }
        lines.add(
                environment.invalid().isEmpty()
                        ? "No run was invalid."
                        : "Invalid runs: %d. They are in no value here."
                                .formatted(environment.invalid().size()));
        environment
                .invalid()
                .forEach(run -> lines.add("Invalid: %s under %s, round %d. %s"
                        .formatted(run.arm(), run.model(), run.round(), run.why())));
        return lines;
    }

    private static List<String> limits(MeasurementEnvironment environment, CostFigures cost) {
        List<String> lines = new ArrayList<>();
        environment.whatIsEmulated().forEach(what -> lines.add("Emulated: " + what));
        lines.addAll(environment.notes());
        lines.addAll(cost.gaps());
        lines.add("Intervals show how much rounds differ on this machine, not how much another machine would differ.");
        lines.add(
                "Costs are a model: list prices without free tiers, read in stored copies of public documents, and the assumptions in assumptions.yaml. Their intervals show the uncertainty of the measured usage, not that of the assumptions.");
        return lines;
    }

    private static List<ReportPage.Fact> facts(MeasurementEnvironment environment) {
        MeasurementEnvironment.Machine machine = environment.machine();
        List<ReportPage.Fact> facts = new ArrayList<>();
        facts.add(new ReportPage.Fact("Command", environment.command()));
        facts.add(new ReportPage.Fact(
                "Commit", environment.commit() + (environment.modified() ? ", with uncommitted changes" : "")));
        facts.add(new ReportPage.Fact("Target", environment.target()));
        facts.add(new ReportPage.Fact("Provenance", environment.provenance().toString()));
        facts.add(new ReportPage.Fact(
                "Machine",
                "%s, %s, %s, %d cores, %,d MiB"
                        .formatted(machine.cpu(), machine.arch(), machine.os(), machine.cores(), machine.memoryMiB())));
        for (Map.Entry<String, String> version : environment.versions().entrySet()) {
            facts.add(new ReportPage.Fact(version.getKey(), version.getValue()));
        }
        facts.add(new ReportPage.Fact("Seed", String.valueOf(environment.seed())));
        for (MeasurementEnvironment.Model model : environment.models()) {
            facts.add(new ReportPage.Fact(
                    "Model " + model.name(),
                    "%s, %s/s at the peak, %s s after warm-ups of %s s"
                            .formatted(
                                    model.phase(),
                                    NumberText.label(model.rate()),
                                    NumberText.label(model.seconds()),
                                    NumberText.label(model.warmUpSeconds()))));
        }
        return facts;
    }
}
