package stage5.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import stage5.local.RecordingInvoker;
import stage5.local.lambda.InvocationOutcome;

class FunctionApiLimitsTests {

    private static final String TOO_LARGE = "{\"message\":\"Request Entity Too Large\"}";
    private static final int MIB = 1024 * 1024;

    @Test
    void shouldRespondWith413_whenThePayloadIsOver10Mb() throws Exception {
        try (FunctionApiFixture fixture = new FunctionApiFixture()) {
            HttpResponse<String> response = post(fixture, 10 * MIB + 1, "text/plain");

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).isEqualTo(TOO_LARGE);
            assertThat(fixture.function.pendingCount()).isZero();
            assertThat(fixture.client.send("GET", "/", null).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldRespondWith413_whenTheEventIsOver6Mb() throws Exception {
        try (FunctionApiFixture fixture = new FunctionApiFixture()) {
            assertThat(post(fixture, 5 * MIB, "text/plain").statusCode()).isEqualTo(200);

            HttpResponse<String> encoded = post(fixture, 5 * MIB, "application/octet-stream");
            assertThat(encoded.statusCode()).isEqualTo(413);
            assertThat(encoded.body()).isEqualTo(TOO_LARGE);
        }
    }

    private static HttpResponse<String> post(FunctionApiFixture fixture, int size, String type) throws Exception {
        return fixture.client.send("POST", "/", "x".repeat(size), "Content-Type", type);
    }

    @Test
    void shouldRespondWith431_whenTheHeadersAreOver10240Bytes() throws Exception {
        try (FunctionApiFixture fixture = new FunctionApiFixture()) {
            String line = "GET / HTTP/1.1";
            int rest = RequestLimits.MAX_HEAD - line.length() - "h".length() - "close".length();
            String request = line + "\r\nHost: h\r\nConnection: close\r\nA-Name-That-Does-Not-Count: %s\r\n\r\n";

            assertThat(fixture.raw(request.formatted("x".repeat(rest)))).startsWith("HTTP/1.1 200 ");
            assertThat(fixture.raw(request.formatted("x".repeat(rest + 1))))
                    .contains(" 431 Request Header Fields Too Large");
            assertThat(fixture.raw(request.formatted("x".repeat(100_000))))
                    .contains(" 431 Request Header Fields Too Large");
            assertThat(fixture.raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                    .contains(" 431 Request Header Fields Too Large");
            assertThat(fixture.api.responseCounts()).containsEntry(431, 3L);
        }
    }

    @Test
    void shouldRespondWith503_whenTheFunctionTakesTooLong() throws Exception {
        try (FunctionApiFixture fixture = new FunctionApiFixture(Duration.ofMillis(50))) {
            fixture.function.respondWith(event -> new CompletableFuture<>());

            HttpResponse<String> response = fixture.client.send("GET", "/", null);

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
        }
    }

    @Test
    void shouldTimeOutAfter30Seconds_byDefault() {
        assertThat(FunctionApi.Settings.ofAws().timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldCompleteRequestsInFlight_whenClosed() throws Exception {
        try (FunctionApiFixture fixture = new FunctionApiFixture()) {
            CompletableFuture<InvocationOutcome> outcome = new CompletableFuture<>();
            fixture.function.respondWith(event -> outcome);
            CompletableFuture<HttpResponse<String>> early = fixture.client.sendAsync("GET", "/early", null);
            fixture.function.next();

            Future<Void> closed = fixture.api.close();
            assertThat(fixture.client.send("GET", "/late", null).statusCode()).isEqualTo(503);
            assertThat(closed.isComplete()).isFalse();
            outcome.complete(RecordingInvoker.response("{\"statusCode\":202}"));

            assertThat(early.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
            closed.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> fixture.raw("GET / HTTP/1.1\r\n\r\n")).isInstanceOf(ConnectException.class);
        }
    }
}
