package stage5.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import stage5.load.results.MadeUpResults;
import stage5.load.results.Provenance;
import stage5.load.results.Results;

/** Tests the report on invented results, as a file and in a real browser. */
class ReportTests {

    /** Appended to a copy of the report: counts the elements that overflow, and the charts that are drawn. */
    private static final String MEASURING = """
            <script>
            const wide = [...document.querySelectorAll('main *')]
              .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1).length;
            const drawn = Object.values(Chart.instances)
              .filter(chart => chart.height > 100 && chart.chartArea.width > 100
                && chart.canvas.toDataURL().length > 5000).length;
            document.body.innerHTML = `<p>measured: wide=${wide} drawn=${drawn}</p>`;
            </script>
            """;

    /** A tenth of the usual number: no test here depends on the digits of an interval. */
    private static final int RESAMPLES = 20;

    @TempDir
    private static Path folder;

    private static String html;

    @BeforeAll
    static void write() throws IOException {
        html = Files.readString(new Report(List.of(MadeUpResults.results()), RESAMPLES).write(folder));
    }

    @Test
    void shouldNeedNoNetwork_whenItIsOpened() {
        assertThat(html).doesNotContain("<script src", "<link", "<img", "@import", "url(", "src=", "base64,");
        assertThat(hrefs())
                .contains("charts.csv.gz")
                .allMatch(href -> href.startsWith("#")
                        || href.startsWith("https://aws.amazon.com/")
                        || Files.isRegularFile(folder.resolve(href)));
    }

    @Test
    void shouldBeginWithTheVerdict_whenThereAreNoLimitations() {
        assertThat(html.indexOf("id=\"verdict\"")).isLessThan(html.indexOf("<canvas"));
        assertThat(html)
                .contains("Fastest when warm, by p99 under browse: native")
                .contains("No difference found: jvm-aot")
                .contains("Cheapest on AWS with all services in one form, at 40 requests/s: ")
                .contains("Invalid: jvm under step, round 3.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latency-browse-warm",
                "latency-flash-cold",
                "latency-p99",
                "throughput",
                "cold-starts",
                "start-to-first-answer",
                "memory",
                "cost-1",
                "cost-0-3"
            })
    void shouldDrawAndTabulate_whenThereAreMeasurements(String id) throws IOException {
        assertThat(html)
                .contains("<canvas id=\"%s\" role=\"img\" aria-labelledby=\"%s-title %s-description\">"
                        .formatted(id, id, id))
                .containsPattern("<h3 id=\"%s-title\">[^<]+".formatted(id))
                .containsPattern("<p id=\"%s-description\" hidden>[^<]+".formatted(id));
        String config = config(id);
        assertThat(config).contains("native-lambda").doesNotContain("NaN", "Infinity");
        List<String> drawn =
                new JsonMapper().readTree(config).path("data").path("datasets").findValuesAsText("label");
        List<String> rows = chartData().filter(row -> row.startsWith(id + ",")).toList();

        assertThat(rows).hasSizeGreaterThan(4);
        assertThat(rows).extracting(row -> row.split(",")[1].replace("\"", "")).isSubsetOf(drawn);
    }

    @Test
    void shouldTabulateTheCostOfAnOrder_whenThereAreOrders() {
        assertThat(html).contains("Cost of one confirmed order", "CPU ms of the services");
    }

    private static String config(String id) {
        Matcher script =
                Pattern.compile("data-canvas=\"" + id + "\">(.*?)</script>").matcher(html);
        assertThat(script.find()).isTrue();
        return script.group(1);
    }

    private static Stream<String> chartData() throws IOException {
        try (InputStream data = new GZIPInputStream(Files.newInputStream(folder.resolve("charts.csv.gz")))) {
            return new String(data.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @Test
    void shouldMarkTheBreakEvenWithItsInterval_whenItLiesWithinTheRates() {
        assertThat(config("cost-1"))
                .containsPattern("\"label\":\"[^\"]*cheaper above [\\d,.]+/s\"")
                .contains("\"fill\":\"start\"");
    }

    @Test
    void shouldDescribeTheEnvironmentAndItsLimits_whenResultsAreEmulated() {
        assertThat(html)
                .contains("Emulated: Lambda")
                .contains("0000000000000000000000000000000000000000")
                .contains("2 cores")
                .contains("All figures of this folder are made up")
                .contains("https://aws.amazon.com/fargate/pricing/");
    }

    /** The fixture's environment, with limitations. */
    @Test
    void shouldBeginWithTheLimitationsAndNameNoWinner_whenThereAreSome(@TempDir Path limited) throws IOException {
        copyFixture(limited);
        Path environment = limited.resolve("environment.json");
        Files.writeString(
                environment,
                Files.readString(environment)
                        .replace("\"notes\"", "\"limitations\": [\"Containers are <not> limited.\"],\n \"notes\""));

        String text = Files.readString(new Report(List.of(Results.read(limited)), RESAMPLES).write(limited));

        assertThat(text.indexOf("Containers are &lt;not&gt; limited."))
                .isPositive()
                .isLessThan(text.indexOf("<nav"));
        assertThat(text.substring(0, text.indexOf("<script>\n")))
                .contains("names no winner", "99th percentile of latency under browse")
                .doesNotContainIgnoringCase("cheapest", "cheaper", "fastest", "better", "worse", "No difference found")
                .doesNotContain("cost less");
    }

    @Test
    void shouldFail_whenAChartWouldMixEmulatedWithReal() {
        List<Series> mixed = List.of(
                new Series("local", Provenance.EMULATED, SeriesStyle.of(0), List.of(Point.of(1, 1))),
                new Series("cloud", Provenance.AWS, SeriesStyle.of(1), List.of(Point.of(1, 1))));
        Axis axis = new Axis("x", false);

        assertThatThrownBy(() -> new LineChart("a", "Latency", "", axis, axis, mixed, Double.NaN, "", List.of()))
                .isInstanceOf(MixedProvenanceException.class)
                .hasMessageContaining("local is emulated, cloud is measured on AWS");
        assertThatThrownBy(() -> new IntervalChart("a", "Memory", "", axis, List.of("row"), mixed))
                .isInstanceOf(MixedProvenanceException.class);
        assertThatThrownBy(() -> new HistogramChart("a", "Starts", "", "x", mixed))
                .isInstanceOf(MixedProvenanceException.class);
    }

    @Test
    void shouldFailAndStateTheReason_whenGivenAnEmulatedAndARealRun(@TempDir Path real) throws IOException {
        copyFixture(real);
        Path environment = real.resolve("environment.json");
        Files.writeString(
                environment, Files.readString(environment).replace("\"emulated\": true", "\"emulated\": false"));
        StringWriter errors = new StringWriter();

        int status = new CommandLine(new ReportCommand())
                .setErr(new PrintWriter(errors))
                .execute(MadeUpResults.folder().toString(), real.toString(), "--out", real.toString());

        assertThat(status).isEqualTo(1);
        assertThat(errors.toString()).contains("would mix emulated results with results from AWS");
        assertThat(real.resolve("report.html")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 600})
    void shouldFitTheWindow_whenABrowserOpensItFromDisk(int width) throws Exception {
        Path page = Files.writeString(
                folder.resolve("measured-%d.html".formatted(width)), html.replace("</body>", MEASURING + "</body>"));

        String dom = browse(
                "--window-size=%d,900".formatted(width),
                "--dump-dom",
                page.toUri().toString());

        assertThat(dom).contains("measured: wide=0 drawn=9");
    }

    @Test
    void shouldPrint_whenABrowserOpensItFromDisk() throws Exception {
        Path pdf = folder.resolve("report.pdf");

        browse(
                "--no-pdf-header-footer",
                "--print-to-pdf=" + pdf,
                folder.resolve("report.html").toUri().toString());

        assertThat(pdf)
                .isRegularFile()
                .content(StandardCharsets.ISO_8859_1)
                .startsWith("%PDF")
                .endsWith("%%EOF\n");
    }

    private static String browse(String... arguments) throws Exception {
        Path browser = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(browser != null, "There is no Chromium: the report is not tested in a browser");
        Path profile = Files.createTempDirectory(folder, "profile");
        Path output = Files.createTempFile(folder, "browser", ".out");
        List<String> command = Stream.concat(
                        Stream.of(
                                browser.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--user-data-dir=" + profile),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(output);
    }

    private static void copyFixture(Path to) throws IOException {
        try (Stream<Path> files = Files.list(MadeUpResults.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static List<String> hrefs() {
        return Pattern.compile(" href=\"([^\"]*)\"")
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
