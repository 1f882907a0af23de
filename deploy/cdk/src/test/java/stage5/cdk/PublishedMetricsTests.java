package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stage5.kit.web.metrics.PublishedMetric;
import stage5.kit.web.metrics.PublishedMetrics;

/** Alarms and dashboards use only metrics that the services publish, with dimensions that they have in both forms. */
class PublishedMetricsTests {

    private static final Pattern IN_DASHBOARD =
            Pattern.compile("\\[\"" + ServiceMetrics.NAMESPACE + "\",\"(\\w+)\"((?:,\"[^\"]+\")*)");
    private static final Pattern PAIR = Pattern.compile(",\"([^\"]+)\",\"[^\"]+\"");
    private static final Map<String, PublishedMetric> PUBLISHED =
            PublishedMetrics.all().stream().collect(Collectors.toMap(PublishedMetric::name, metric -> metric));

    @Test
    void shouldUseOnlyPublishedMetrics_whenSynthesised() {
        List<Used> used = Templates.all().stream()
                .flatMap(folder -> Templates.in(folder).values().stream())
                .flatMap(template -> Stream.concat(inAlarms(template), inDashboards(template.toString())))
                .distinct()
                .toList();

        assertThat(used)
                .extracting(Used::name)
                .contains("stage5_orders_placed_total", "stage5_outbox_age", "stage5_consumer_failed_total");
        assertThat(used).allSatisfy(metric -> {
            assertThat(PUBLISHED).containsKey(metric.name());
            PublishedMetric published = PUBLISHED.get(metric.name());
            assertThat(published.form()).isEqualTo(PublishedMetric.Form.BOTH);
            List<String> all = new ArrayList<>(published.dimensions());
            all.add(ServiceMetrics.SERVICE);
            Collections.sort(all);
            assertThat(metric.dimensions()).isIn(List.of(ServiceMetrics.SERVICE), all);
        });
    }

    private static Stream<Used> inAlarms(JsonNode template) {
        return template.findParents("MetricName").stream()
                .filter(metric -> metric.path("Namespace").asText().equals(ServiceMetrics.NAMESPACE))
                .map(metric -> new Used(
                        metric.path("MetricName").asText(),
                        metric.path("Dimensions")
                                .valueStream()
                                .map(dimension -> dimension.path("Name").asText())
                                .sorted()
                                .toList()));
    }

    /** A dashboard is JSON in a text: namespace, name, and pairs of dimension and value. */
    private static Stream<Used> inDashboards(String template) {
        return IN_DASHBOARD
                .matcher(template.replace("\\\"", "\""))
                .results()
                .map(metric -> new Used(
                        metric.group(1),
                        PAIR.matcher(metric.group(2))
                                .results()
                                .map(pair -> pair.group(1))
                                .sorted()
                                .toList()));
    }

    /** A metric in an alarm or a dashboard. */
    private record Used(String name, List<String> dimensions) {}
}
