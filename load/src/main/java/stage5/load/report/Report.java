package stage5.load.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import stage5.load.results.Environment;
import stage5.load.results.Results;
import stage5.load.results.ResultsException;
import stage5.load.results.Summary;

/**
 * The report on one or several runs: a single HTML file without a script and without a link that it needs, and beside it
 * the tables as CSV and JSON, which are also inside.
 */
public final class Report {

    /** Busy around the clock, and busy for a third of it. */
    private static final List<String> DUTIES = List.of("1", "0.3");

    private static final String RATE = "40";
    private static final int ROWS_SHOWN = 400;

    private final List<Results> runs;
    private final Measured measured;
    private final List<Table> tables = new ArrayList<>();

    /** @param runs at least one; the first is the one whose verdict and cost are told */
    public Report(List<Results> runs) {
        this.runs = List.copyOf(runs);
        this.measured = new Measured(runs);
    }

    /**
     * Writes {@code report.html} and the folder {@code tables} into that folder.
     *
     * @return the HTML file
     * @throws MixedProvenanceException if the runs are partly emulated and partly from AWS
     * @throws UncheckedIOException if the folder can't be written
     */
    public Path write(Path folder) {
        String html = html();
        try {
            Path beside = Files.createDirectories(folder.resolve("tables"));
            for (Table table : tables) {
                Files.writeString(beside.resolve(table.id() + ".csv"), table.csv());
                Files.writeString(beside.resolve(table.id() + ".json"), table.json());
            }
            return Files.writeString(folder.resolve("report.html"), html);
        } catch (IOException e) {
            throw new UncheckedIOException("The report can't be written to " + folder, e);
        }
    }

    /** Returns the HTML file. */
    String html() {
        tables.clear();
        Results run = runs.getFirst();
        Environment environment = run.environment();
        Money money = money(run);
        Verdict verdict = new Verdict(run);
        List<String> lead = new ArrayList<>(verdict.bests());
        lead.add("Cheapest on AWS with all services in one form, at %s requests/s: %s."
                .formatted(
                        RATE,
                        DUTIES.stream().map(duty -> money.cheapest(RATE, duty)).collect(Collectors.joining(", "))));
        StringBuilder charts = new StringBuilder();
        figures().forEach(figure -> charts.append(figure(figure)));
        return resource("report.html")
                .replace("{{style}}", resource("report.css"))
                .replace("{{provenance}}", Html.escape(environment.provenance().toString()))
                .replace("{{subtitle}}", Html.escape(subtitle(run)))
                .replace("{{lead}}", items(lead))
                .replace("{{verdict}}", items(verdict.sentences()))
                .replace("{{validity}}", items(validity(environment)))
                .replace("{{cost}}", cost(money))
                .replace("{{charts}}", charts)
                .replace("{{metrics}}", details("All metrics", summary(run)))
                .replace("{{environment}}", environment(run))
                .replace("{{limits}}", items(limits(environment, money)));
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
                    "From nothing running to the first answer",
                    "Medians over rounds with 95 % intervals.",
                    "ms",
                    true));
        }
        if (measured.has("resident-memory")) {
            figures.add(measured.memory());
        }
        return figures;
    }

    private Money money(Results run) {
        String model = run.environment().models().stream()
                .filter(one -> one.phase().equals("warm"))
                .map(Environment.Model::name)
                .findFirst()
                .orElseThrow(() -> new ResultsException(run.folder() + " has no warm model to reckon cost by"));
        return new Money(run, measured, model);
    }

    private String cost(Money money) {
        StringBuilder html = new StringBuilder(
                items(DUTIES.stream().map(duty -> money.sentence(RATE, duty)).toList()));
        DUTIES.forEach(duty -> html.append(figure(money.byRate(duty))));
        html.append("<h3>Break-even of each service</h3>\n")
                .append(
                        "<p>Requests to the shop a second above which the service costs less as its cheapest container than as its cheapest functions, with 95 % intervals.</p>\n")
                .append(shown(money.breakEvens(DUTIES)))
                .append(details("Prices, with their sources", money.prices()));
        return html.toString();
    }

    private String figure(Figure figure) {
        return """
                <figure id='%s-figure'>
                <h3>%s <span class='tag'>%s</span></h3>
                %s<figcaption>%s</figcaption>
                %s</figure>
                """.formatted(
                        figure.id(),
                        Html.escape(figure.title()),
                        runs.getFirst().environment().provenance(),
                        figure.svg(),
                        Html.escape(figure.caption()),
                        details("The figures behind it", figure.table()));
    }

    private String details(String title, Table table) {
        return "<details><summary>%s</summary>%s</details>\n".formatted(Html.escape(title), shown(table));
    }

    /** Returns the table with its downloads; a long one is cut on the page, never in the downloads. */
    private String shown(Table table) {
        tables.add(table);
        StringBuilder html =
                new StringBuilder("<p class='downloads'>%s %s</p>\n<div class='scroll'><table>\n<thead><tr>"
                        .formatted(
                                download(table.id() + ".csv", "text/csv", table.csv()),
                                download(table.id() + ".json", "application/json", table.json())));
        table.columns()
                .forEach(column ->
                        html.append("<th scope='col'>%s</th>".formatted(Html.escape(column.replace('_', ' ')))));
        html.append("</tr></thead>\n<tbody>\n");
        table.rows().stream()
                .limit(ROWS_SHOWN)
                .forEach(row ->
                        html.append(row.stream().map(Report::cell).collect(Collectors.joining("", "<tr>", "</tr>\n"))));
        html.append("</tbody></table></div>\n");
        if (table.rows().size() > ROWS_SHOWN) {
            html.append("<p>%,d more rows are in the downloads.</p>\n"
                    .formatted(table.rows().size() - ROWS_SHOWN));
        }
        return html.toString();
    }

    private static String cell(Object value) {
        return switch (value) {
            case null -> "<td></td>";
            case Number number -> "<td class='number'>%s</td>".formatted(Verdict.amount(number.doubleValue(), "1"));
            default -> {
                String text = Html.escape(value.toString());
                yield text.matches("https://\\S+")
                        ? "<td><a href='%s'>%s</a></td>".formatted(text, text)
                        : "<td>%s</td>".formatted(text);
            }
        };
    }

    private static String download(String name, String type, String content) {
        return "<a download='%s' href='data:%s;base64,%s'>%s</a>"
                .formatted(
                        name, type, Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)), name);
    }

    private static Table summary(Results run) {
        List<List<Object>> rows = new ArrayList<>();
        for (Summary.Metric metric : run.summary().metrics()) {
            for (Summary.Value value : metric.arms()) {
                List<Object> row = new ArrayList<>(List.of(
                        metric.metric(),
                        metric.unit(),
                        metric.model(),
                        metric.phase(),
                        metric.part(),
                        value.arm(),
                        value.rounds(),
                        value.median(),
                        value.low(),
                        value.high()));
                row.add(value.difference() == null ? null : value.difference().median());
                row.add(value.difference() == null ? null : value.difference().verdict());
                rows.add(row);
            }
        }
        return new Table(
                "metrics",
                List.of(
                        "metric",
                        "unit",
                        "model",
                        "phase",
                        "part",
                        "arm",
                        "rounds",
                        "median",
                        "low",
                        "high",
                        "difference",
                        "verdict"),
                rows);
    }

    private static String subtitle(Results run) {
        Environment environment = run.environment();
        return "%s, %d rounds, baseline %s, started %s"
                .formatted(
                        environment.arms().stream().map(Environment.Arm::name).collect(Collectors.joining(", ")),
                        environment.rounds(),
                        environment.baseline(),
                        environment.startedAt());
    }

    private static List<String> validity(Environment environment) {
        List<String> lines = new ArrayList<>();
        Environment.Ceiling ceiling = environment.ceiling();
        if (ceiling != null) {
            lines.add(
                    "The generator alone reaches %s against a server that does nothing, %s times the highest rate that was used (%s)."
                            .formatted(
                                    Verdict.amount(ceiling.requestsPerSecond(), "1/s"),
                                    Verdict.amount(ceiling.times(), "1"),
                                    Verdict.amount(ceiling.highestRateUsed(), "1/s")));
        }
        lines.add(
                environment.invalid().isEmpty()
                        ? "No run was invalid."
                        : "Invalid runs: %d. They are in no figure here."
                                .formatted(environment.invalid().size()));
        environment
                .invalid()
                .forEach(run -> lines.add("Invalid: %s under %s, round %d. %s"
                        .formatted(run.arm(), run.model(), run.round(), run.why())));
        return lines;
    }

    private static List<String> limits(Environment environment, Money money) {
        List<String> lines = new ArrayList<>();
        environment.whatIsEmulated().forEach(what -> lines.add("Emulated: " + what));
        lines.addAll(environment.notes());
        lines.addAll(money.gaps());
        lines.add("Intervals say how much rounds of this machine differ, not how much another machine would.");
        lines.add(
                "Costs are a model: list prices without free tiers, read in stored copies of public documents, and the assumptions of load/README.md. Intervals of cost carry the uncertainty of the measured use, not that of the assumptions.");
        return lines;
    }

    private static String environment(Results run) {
        Environment environment = run.environment();
        Environment.Machine machine = environment.machine();
        StringBuilder rows = new StringBuilder();
        row(rows, "Command", environment.command());
        row(
                rows,
                "Commit",
                environment.commit() + (environment.modified() ? ", with changes that are not committed" : ""));
        row(rows, "Target", environment.target());
        row(rows, "Figures", environment.provenance().toString());
        row(
                rows,
                "Machine",
                "%s, %s, %s, %d cores, %,d MiB"
                        .formatted(machine.cpu(), machine.arch(), machine.os(), machine.cores(), machine.memoryMiB()));
        for (Map.Entry<String, String> version : environment.versions().entrySet()) {
            row(rows, version.getKey(), version.getValue());
        }
        row(rows, "Seed", String.valueOf(environment.seed()));
        for (Environment.Model model : environment.models()) {
            row(
                    rows,
                    "Model " + model.name(),
                    "%s, %s/s at the peak, %s s after warm-ups of %s s"
                            .formatted(
                                    model.phase(),
                                    Scale.label(model.rate()),
                                    Scale.label(model.seconds()),
                                    Scale.label(model.warmUpSeconds())));
        }
        return "<table class='facts'><tbody>%s</tbody></table>\n".formatted(rows);
    }

    private static void row(StringBuilder rows, String name, String value) {
        rows.append("<tr><th scope='row'>%s</th><td>%s</td></tr>\n".formatted(Html.escape(name), Html.escape(value)));
    }

    private static String items(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> "<li>%s</li>\n".formatted(Html.escape(sentence)))
                .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    }

    private static String resource(String name) {
        try (InputStream file = Report.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be read", e);
        }
    }
}
