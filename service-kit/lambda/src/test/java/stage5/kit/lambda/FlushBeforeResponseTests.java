package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.testing.LocalCloudResource;

/** Calls an HTTP function and checks the local cloud's trace store right after each response. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class FlushBeforeResponseTests {

    private static final int REQUESTS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    @Inject
    OpenTelemetry telemetry;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({"event-loop, 200", "worker, 200", "stream, 200", "broken, 500", "unknown, 404"})
    void shouldHaveExportedTheRequestSpan_whenTheResponseArrives(String path, int status) throws Exception {
        for (int request = 0; request < REQUESTS; request++) {
            String trace = IdGenerator.random().generateTraceId();

            HttpResponse<String> response = call(path, trace);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().map()).doesNotContainKey("transfer-encoding");

            assertThat(kinds(trace)).containsExactly("SERVER");
        }
    }

    @Test
    void shouldAccountForEachSpan_whenResponsesHaveArrived() throws Exception {
        long before = endedSpans();

        for (int request = 0; request < REQUESTS; request++) {
            call("event-loop", IdGenerator.random().generateTraceId());
        }

        JsonNode process = process();
        assertThat(process.path("ended").asLong()).isEqualTo(before + REQUESTS);
        assertThat(process.path("stored").asLong())
                .isEqualTo(process.path("ended").asLong());
        assertThat(process.path("missing").asLong()).isZero();
        assertThat(process.path("unreportedAtMost").asLong())
                .as("a kill from now on loses no more than the process holds")
                .isPositive();
        assertThat(process.path("flushes").asLong()).isGreaterThanOrEqualTo(REQUESTS - 1);
        assertThat(process.path("meanFlushMillis").asDouble()).isPositive();
        System.out.printf(
                "The flush before the response: %.2f ms, mean of %d invocations%n",
                process.path("meanFlushMillis").asDouble(),
                process.path("flushes").asLong());
    }

    private long endedSpans() throws Exception {
        return process() == null ? 0 : process().path("ended").asLong();
    }

    /** Returns the ledger's entry of this process; null if it has exported nothing so far. */
    private JsonNode process() throws Exception {
        HttpResponse<String> response = send(
                HttpRequest.newBuilder(console.resolve("/telemetry/ledger")).build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode processes = JSON.readTree(response.body()).path("processes");
        return processes.isEmpty() ? null : processes.get(processes.size() - 1);
    }

    @Test
    void shouldUseTheSecureIdGenerator_whenTracesStart() {
        assertThat(((OpenTelemetrySdk) telemetry).getSdkTracerProvider().toString())
                .contains("idGenerator=" + SecureRandomIdGenerator.class.getName());
    }

    private HttpResponse<String> call(String path, String trace) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/greetings/" + path))
                .header("traceparent", "00-" + trace + "-" + SpanId.fromLong(1) + "-01")
                .build());
    }

    private List<String> kinds(String trace) throws Exception {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(console.resolve("/traces/" + trace)).build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode spans = JSON.readTree(response.body()).path("spans");
        return StreamSupport.stream(spans.spliterator(), false)
                .map(span -> span.path("kind").asText())
                .toList();
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
