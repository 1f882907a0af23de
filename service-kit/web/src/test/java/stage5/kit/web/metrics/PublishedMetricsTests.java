package stage5.kit.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheus.PrometheusNamingConvention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublishedMetricsTests {

    private static final Path PROJECT = Path.of("../..");

    /** The creation of a meter, or a call that creates one with the name. */
    private static final Pattern METER = Pattern.compile(
            "(?:counter|timer|gauge|summary|builder|countServed)\\(\\s*(?:request,\\s*)?\"(stage5\\.[a-z.-]+)\"");

    private static final Map<PublishedMetric.Type, Meter.Type> METERS = Map.of(
            PublishedMetric.Type.COUNTER, Meter.Type.COUNTER,
            PublishedMetric.Type.GAUGE, Meter.Type.GAUGE,
            PublishedMetric.Type.HISTOGRAM, Meter.Type.TIMER,
            PublishedMetric.Type.SUM, Meter.Type.DISTRIBUTION_SUMMARY);

    /** CloudWatch reads at most 100 metrics of a line, and a line has those with the same dimensions. */
    private static final int METRICS_OF_A_LINE = 100;

    @Test
    void shouldContainEachMeter_whenAServiceHasIt() throws IOException {
        List<String> meters = sources()
                .flatMap(source -> METER.matcher(read(source)).results())
                .map(MatchResult::group)
                .map(call -> call.substring(call.indexOf('"') + 1, call.length() - 1))
                .distinct()
                .toList();

        assertThat(meters).hasSizeGreaterThan(50).allSatisfy(meter -> assertThat(PublishedMetrics.find(meter))
                .as("%s in published.properties", meter)
                .isPresent());
    }

    @Test
    void shouldHaveTheNamesOfPrometheus_whenPublished() {
        NamingConvention prometheus = new PrometheusNamingConvention();

        assertThat(PublishedMetrics.all()).allSatisfy(metric -> {
            assertThat(metric.name()).isEqualTo(prometheus.name(metric.meter(), METERS.get(metric.type())));
            assertThat(metric.dimensions())
                    .isEqualTo(metric.tags().stream().map(prometheus::tagKey).toList());
        });
        assertThat(PublishedMetrics.all()).extracting(PublishedMetric::name).doesNotHaveDuplicates();
    }

    @Test
    void shouldFitIntoOneLine_whenAllHaveTheSameDimensions() {
        assertThat(PublishedMetrics.all()).hasSizeLessThanOrEqualTo(METRICS_OF_A_LINE);
    }

    /** Returns the sources of the services and of this kit. */
    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> folders = Files.list(PROJECT)) {
            return folders
                    .filter(folder -> folder.endsWith("service-kit")
                            || folder.endsWith("gateway")
                            || folder.endsWith("notification-worker")
                            || folder.toString().endsWith("-service"))
                    .flatMap(PublishedMetricsTests::sourcesIn)
                    .toList()
                    .stream();
        }
    }

    private static Stream<Path> sourcesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
