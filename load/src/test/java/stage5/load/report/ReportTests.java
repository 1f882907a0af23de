package stage5.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import picocli.CommandLine;
import stage5.load.results.MadeUp;
import stage5.load.results.Provenance;

/** The report on made-up results, as a file and in a real browser. */
class ReportTests {

    /** Appended to a copy of the report: what overflows, and which texts leave their picture. */
    private static final String MEASURING = """
            <script>
            const wide = [...document.querySelectorAll('main *')]
              .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1).length;
            const out = [...document.querySelectorAll('svg text')].filter(text => {
              const box = text.getBoundingClientRect(), picture = text.closest('svg').getBoundingClientRect();
              return box.left < picture.left - 1 || box.right > picture.right + 1 || box.bottom > picture.bottom + 1;
            }).map(text => text.textContent);
            const drawn = [...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().height > 100).length;
            document.body.innerHTML = `<p>measured: wide=${wide} out=${out.length} ${out} drawn=${drawn}</p>`;
            </script>
            """;

    @TempDir
    private static Path folder;

    private static String html;

    @BeforeAll
    static void write() throws IOException {
        html = Files.readString(new Report(List.of(MadeUp.results())).write(folder));
    }

    @Test
    void shouldNeedNothingFromAnywhere() {
        assertThat(html).doesNotContain("<script", "<link", "<img", "@import", "url(", "src=");
        assertThat(hrefs())
                .isNotEmpty()
                .allMatch(href ->
                        href.startsWith("#") || href.startsWith("data:") || href.startsWith("https://aws.amazon.com/"));
    }

    @Test
    void shouldBeginWithTheVerdict() {
        assertThat(html.indexOf("id=\"verdict\"")).isLessThan(html.indexOf("<svg"));
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
    void shouldDrawAndTabulate(String id) throws Exception {
        Matcher svg = Pattern.compile("<svg [^>]*aria-labelledby='" + id + "-title.*?</svg>", Pattern.DOTALL)
                .matcher(html);
        assertThat(svg.find()).isTrue();
        var picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg.group())))
                .getDocumentElement();
        assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
                .isNotBlank();
        assertThat(picture.getElementsByTagName("desc").item(0).getTextContent())
                .isNotBlank();
        assertThat(svg.group()).contains("native-lambda").doesNotContain("NaN", "Infinity");

        String csv = Files.readString(folder.resolve("tables").resolve(id + ".csv"));
        assertThat(csv.lines().count()).isGreaterThan(5);
        assertThat(new JsonMapper()
                        .readTree(folder.resolve("tables").resolve(id + ".json").toFile())
                        .size())
                .isEqualTo((int) csv.lines().count() - 1);
        assertThat(html)
                .contains("<a download='%s.csv' href='data:text/csv;base64,%s'"
                        .formatted(id, Base64.getEncoder().encodeToString(csv.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void shouldMarkTheBreakEven() {
        assertThat(html).containsPattern("cheaper above [\\d,.]+/s</text>").contains("class='uncertain'");
    }

    @Test
    void shouldSayWhereItWasMeasuredAndWhatItCantKnow() {
        assertThat(html)
                .contains("Emulated: Lambda")
                .contains("0000000000000000000000000000000000000000")
                .contains("2 cores")
                .contains("All figures of this folder are made up")
                .contains("https://aws.amazon.com/fargate/pricing/");
    }

    @Test
    void shouldRefuse_whenAChartWouldMixEmulatedWithReal() {
        List<Series> mixed = List.of(
                new Series("local", Provenance.EMULATED, Look.of(0), List.of(Point.of(1, 1))),
                new Series("cloud", Provenance.AWS, Look.of(1), List.of(Point.of(1, 1))));
        LineChart.Axis axis = new LineChart.Axis("x", false);

        assertThatThrownBy(() -> new LineChart("a", "Latency", "", axis, axis, mixed, Double.NaN, "", List.of()))
                .isInstanceOf(MixedProvenanceException.class)
                .hasMessageContaining("local is emulated, cloud is measured on AWS");
        assertThatThrownBy(() -> new IntervalChart("a", "Memory", "", axis, List.of("row"), mixed))
                .isInstanceOf(MixedProvenanceException.class);
        assertThatThrownBy(() -> new HistogramChart("a", "Starts", "", "x", mixed))
                .isInstanceOf(MixedProvenanceException.class);
    }

    @Test
    void shouldRefuseAndSayWhy_whenGivenAnEmulatedAndARealRun(@TempDir Path real) throws IOException {
        for (Path file : files(MadeUp.folder())) {
            Files.copy(file, real.resolve(file.getFileName()));
        }
        Path environment = real.resolve("environment.json");
        Files.writeString(
                environment, Files.readString(environment).replace("\"emulated\": true", "\"emulated\": false"));
        StringWriter errors = new StringWriter();

        int status = new CommandLine(new ReportCommand())
                .setErr(new PrintWriter(errors))
                .execute(MadeUp.folder().toString(), real.toString(), "--out", real.toString());

        assertThat(status).isEqualTo(1);
        assertThat(errors.toString()).contains("would mix emulated figures with figures from AWS");
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

        assertThat(dom).contains("measured: wide=0 out=0  drawn=9");
    }

    @Test
    void shouldPrint_whenABrowserIsAsked() throws Exception {
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
        assumeTrue(browser != null, "No Chromium here: the report is not looked at in a browser");
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

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> hrefs() {
        return Pattern.compile("href=['\"]([^'\"]*)")
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
