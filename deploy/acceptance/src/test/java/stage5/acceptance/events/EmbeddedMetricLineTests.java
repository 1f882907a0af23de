package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.web.metrics.PublishedMetric;

class EmbeddedMetricLineTests {

    private static final String LINE = """
            {"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"StageFive",\
            "Dimensions":[["Service"],["Service","method","uri","outcome"]],\
            "Metrics":[{"Name":"http_server_requests_seconds","Unit":"Seconds"}]}]},\
            "Service":"gateway","method":"POST","uri":"/api/orders","outcome":"SUCCESS",\
            "http_server_requests_seconds":{"Values":[0.02],"Counts":[1]}}""";

    @Test
    void shouldFindNothing_whenTheMetricIsPublishedLikeThat() {
        EmbeddedMetricLine line = EmbeddedMetricLine.parse(LINE);

        assertThat(line.names()).containsExactly("http_server_requests_seconds");
        assertThat(line.dimension("uri")).isEqualTo("/api/orders");
        assertThat(line.violations("gateway", PublishedMetric.Form.TASKS)).isEmpty();
        assertThat(line.violations("gateway", PublishedMetric.Form.FUNCTIONS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http_server_requests_seconds; http_requests_seconds; http_requests_seconds is not published",
                "\"method\",\"uri\",; \"method\",; has the dimensions",
                "[\"Service\"],; ; has the dimensions",
                "{\"Values\":[0.02],\"Counts\":[1]}; 0.02; has the value 0.02",
                "\"uri\":\"/api/orders\"; \"uri\":\"\"; has no value of uri",
                "http_server_requests_seconds; stage5_admission_delay_seconds; not published by FUNCTIONS",
                "\"Service\":\"gateway\"; \"Service\":\"order-service\"; Service is order-service",
            })
    void shouldFindTheViolation_whenItIsPlanted(String right, String wrong, String violation) {
        String planted = LINE.replace(right, wrong == null ? "" : wrong);

        assertThat(EmbeddedMetricLine.parse(planted).violations("gateway", PublishedMetric.Form.FUNCTIONS))
                .anySatisfy(found -> assertThat(found).contains(violation));
    }

    @Test
    void shouldBeIgnored_whenTheProcessWasKilledWhileWriting() {
        assertThat(EmbeddedMetricLine.isOne(LINE)).isTrue();
        assertThat(EmbeddedMetricLine.isOne(LINE.substring(0, LINE.length() / 2)))
                .isFalse();
        assertThat(EmbeddedMetricLine.isOne("{\"timestamp\":\"2026\"}")).isFalse();
        assertThatThrownBy(() -> EmbeddedMetricLine.parse("{\"_aws\":{,}")).isInstanceOf(AssertionError.class);
    }
}
