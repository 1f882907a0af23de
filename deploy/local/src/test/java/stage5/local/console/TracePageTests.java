package stage5.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.trace.TraceDifference;
import stage5.kit.telemetry.trace.TraceReport;
import stage5.local.traces.Trace;

class TracePageTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final TracePage page = new TracePage(URI.create("http://127.0.0.1:8098"));

    @Test
    void shouldShowTheTreeTheCriticalPathAndTheTraceInZipkin() {
        String html = page.of(TRACE, TraceReport.of(List.of(span("1", null, "POST", 100), span("2", "1", "GET", 50))));

        assertThat(html)
                .contains("1 trace, 2 spans of 1 service, 100.0 ms from 1970-01-01T00:00:00Z")
                .contains("order-service  POST")
                .contains("└─ ")
                .contains("width: 50.00%")
                .contains("<h2>Critical path</h2>")
                .contains("href=\"http://127.0.0.1:8098/zipkin/traces/" + TRACE + "\"")
                .doesNotContain("<script");
    }

    @Test
    void shouldShowOnlyTheStepsThatDiffer_whenComparedWithAHealthyTrace() {
        TraceReport slow = TraceReport.of(List.of(span("1", null, "POST", 1_100), span("2", "1", "GET", 1_050)));
        TraceReport healthy = TraceReport.of(List.of(span("1", null, "POST", 100), span("2", "1", "GET", 50)));

        assertThat(page.difference(TRACE, "healthy", TraceDifference.between(slow, healthy)))
                .contains("Wall time 1,100.0 ms, healthy 100.0 ms: +1,000.0 ms")
                .containsOnlyOnce("<td>order-service  GET ")
                .contains("+1,000.0 ms</td><td>1</td>")
                .doesNotContain("<td>order-service  POST ")
                .contains("<a href=\"/trace?id=healthy\">healthy</a>")
                .contains("name=\"diff\" size=\"40\" value=\"healthy\"");
        assertThat(page.difference(TRACE, "healthy", TraceDifference.between(healthy, healthy)))
                .contains("No step differs by more than 1 ms.");
    }

    @Test
    void shouldEscapeWhatSpansAndCallersState() {
        String attack = "<script>alert('1')</script>";

        assertThat(page.of(attack, TraceReport.of(List.of(span("1", null, attack, 1)))))
                .doesNotContain("<script>")
                .contains("&lt;script&gt;alert(&#39;1&#39;)");
        assertThat(page.unknown("\"" + attack)).doesNotContain("<script>");
        assertThat(page.difference(
                        attack,
                        attack,
                        TraceDifference.between(
                                TraceReport.of(List.of(span("1", null, attack, 100))),
                                TraceReport.of(List.of(span("1", null, "POST", 1))))))
                .doesNotContain("<script>");
        assertThat(page.list(List.of(new Trace(attack, List.of(span("1", null, attack, 1))))))
                .doesNotContain("<script>");
    }

    @Test
    void shouldLinkToEachTrace() {
        assertThat(page.list(List.of(new Trace(TRACE, List.of(span("1", null, "POST", 1))))))
                .contains("<a href=\"/trace?id=" + TRACE + "\">")
                .contains("1 spans, order-service POST");
    }

    private static Span span(String id, String parent, String name, long millis) {
        return new Span(
                TRACE,
                id,
                parent,
                "order-service",
                name,
                "SERVER",
                0,
                millis * 1_000_000,
                "UNSET",
                null,
                Map.of(),
                List.of(),
                List.of());
    }
}
