package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.LinkData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.gateway.admission.OriginGuard;

/** Who decides which traces are kept: the gateway, by the route class, and a trusted caller. */
@QuarkusTest
@TestProfile(LambdaFormProfile.class)
class SamplingTests extends GatewayTestBase {

    /** A client of the edge behind API Gateway; without the header the client is the test, which is trusted. */
    private static final Map<String, String> STRANGER = Map.of("X-Forwarded-For", "203.0.113.7, 198.51.100.8");

    private static final String KEPT = "/api/orders/1";
    private static final String DROPPED = "/api/sales";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String X_RAY = "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=";
    private static final int REQUESTS = 100;

    @Inject
    SpanCollector spans;

    static Stream<Arguments> contexts() {
        String ids = "-" + TRACE + "-00f067aa0ba902b7-";
        return Stream.of(
                Arguments.of(true, Map.of("traceparent", "00" + ids + "01")),
                Arguments.of(true, Map.of("traceparent", "00" + ids + "00")),
                Arguments.of(true, Map.of("traceparent", "00" + ids + "01", "tracestate", "stage5=keep,a=b")),
                Arguments.of(true, Map.of("traceparent", "00" + ids + "01", "baggage", "sampled=1,user=planted")),
                Arguments.of(false, Map.of("traceparent", "00" + ids + "0z")),
                Arguments.of(false, Map.of("traceparent", "ff" + ids + "01")),
                Arguments.of(false, Map.of("traceparent", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")),
                Arguments.of(false, Map.of("traceparent", "01")),
                Arguments.of(false, Map.of("X-Amzn-Trace-Id", X_RAY + "1")),
                Arguments.of(false, Map.of("X-Amzn-Trace-Id", X_RAY + "0")),
                Arguments.of(false, Map.of("X-Amzn-Trace-Id", "Sampled=1")),
                Arguments.of(false, Map.of("b3", TRACE + "-00f067aa0ba902b7-1")),
                Arguments.of(false, Map.of("b3", "0")),
                Arguments.of(false, Map.of("b3", "d")),
                Arguments.of(
                        false,
                        Map.of(
                                "X-B3-TraceId", TRACE,
                                "X-B3-SpanId", "00f067aa0ba902b7",
                                "X-B3-Sampled", "1",
                                "X-B3-Flags", "1")),
                Arguments.of(false, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void shouldDecideByTheRoute_whenAStrangerSendsAContext(boolean isLinked, Map<String, String> context)
            throws InterruptedException {
        Map<String, String> sent = new HashMap<>(STRANGER);
        sent.putAll(context);

        assertThat(get(KEPT, sent).status()).isEqualTo(200);
        assertThat(get(DROPPED, sent).status()).isEqualTo(200);

        assertThat(order.received()).hasSize(2).allSatisfy(request -> {
            assertThat(request.headers().names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                    .contains("traceparent")
                    .doesNotContain("tracestate", "baggage", "b3")
                    .noneMatch(name -> name.startsWith("x-b3-") || name.startsWith("x-amzn-"));
            assertThat(request.headers().getAll("traceparent")).singleElement().matches(own -> !own.contains(TRACE));
        });
        assertThat(traceparents())
                .extracting(own -> own.substring(own.length() - 2))
                .containsExactly("01", "00");
        List<LinkData> links =
                spans.of(traceparents().getFirst().split("-")[1]).getLast().getLinks();
        assertThat(links).hasSize(isLinked ? 1 : 0).allSatisfy(link -> assertThat(
                        link.getSpanContext().getTraceId())
                .isEqualTo(TRACE));
    }

    @ParameterizedTest
    @CsvSource({KEPT + ", 01", KEPT + ", 00", DROPPED + ", 01", DROPPED + ", 00"})
    void shouldFollowTheFlag_whenTheCallerIsTrusted(String target, String flag) {
        get(target, Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-" + flag));

        assertThat(traceparents()).singleElement().matches(own -> own.matches("00-" + TRACE + "-.{16}-" + flag));
    }

    @Test
    void shouldNotTrust_whenAStrangerClaimsTheAddressOfATrustedCaller() {
        get(
                DROPPED,
                Map.of(
                        "X-Forwarded-For",
                        "127.0.0.1, 203.0.113.7, 198.51.100.8",
                        "traceparent",
                        "00-" + TRACE + "-00f067aa0ba902b7-01"));

        assertThat(traceparents()).singleElement().matches(own -> !own.contains(TRACE) && own.endsWith("-00"));
    }

    @Test
    void shouldNotTrust_whenARequestBypassesTheEdge() {
        GatewayResponse response = send(
                HttpMethod.GET,
                KEPT,
                Map.of("X-Forwarded-For", "127.0.0.1", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"),
                null);

        assertProblem(response, 403, "around-the-edge");
        assertThat(response.json().getString("traceId")).isNotBlank().isNotEqualTo(TRACE);
    }

    /** Metrics count requests, not spans. */
    @Test
    void shouldCountAllRequests_whenOnePercentOfTheTracesIsKept() {
        String onePercent = "/api/users/me";
        long usersBefore = count(onePercent);
        long ordersBefore = count("/api/orders/{id}");

        for (int request = 0; request < REQUESTS; request++) {
            get(onePercent, STRANGER);
            get(KEPT, STRANGER);
        }

        Awaitility.await().untilAsserted(() -> {
            assertThat(count(onePercent) - usersBefore).isEqualTo(REQUESTS);
            assertThat(count("/api/orders/{id}") - ordersBefore).isEqualTo(REQUESTS);
        });
        assertThat(traceparents()).hasSize(REQUESTS).allMatch(own -> own.endsWith("-01"));
        assertThat(user.received())
                .hasSize(REQUESTS)
                .filteredOn(request -> request.headers().get("traceparent").endsWith("-01"))
                .hasSizeLessThan(REQUESTS / 4); // 25 or more of 100 have a probability below 1e-26
    }

    private List<String> traceparents() {
        return order.received().stream()
                .map(request -> request.headers().get("traceparent"))
                .toList();
    }

    /** Returns how many requests of a route the metrics have counted. An exemplar may follow the value. */
    private long count(String route) {
        return get("/q/metrics", Map.of())
                .body()
                .toString()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count{")
                        && line.contains("uri=\"" + route + "\""))
                .map(line -> line.substring(line.indexOf("\"} ") + 3).split(" ")[0])
                .mapToLong(value -> (long) Double.parseDouble(value))
                .sum();
    }

    private GatewayResponse get(String target, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(OriginGuard.HEADER, LambdaFormProfile.CURRENT_SECRET);
        return send(HttpMethod.GET, target, all, null);
    }
}
