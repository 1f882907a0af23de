package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stage5.load.http.EventLoops;
import stage5.load.http.EventStreams;
import stage5.load.http.LoadRequest;

@Timeout(60)
class StubUpstreamTests {

    private static final String KEYS = "{\"keys\":[]}";

    private final EventLoopGroup loop = EventLoops.single();
    private final StubUpstream stub = StubUpstream.start(loop, 0, KEYS, Duration.ofMillis(20));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        http.close();
        stub.close();
        EventLoops.close(loop);
    }

    private URI uri(String path) {
        return stub.uri().resolve(path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldAnswerWithConstants_whenARouteIsCalled() throws IOException, InterruptedException {
        assertThat(send("GET", "/api/products/A-1").body()).contains("NOTHING-1");
        assertThat(send("GET", "/api/products?limit=20").body()).startsWith("{\"items\":[");
        assertThat(send("GET", "/api/bestsellers").body()).startsWith("[");
        assertThat(send("GET", "/.well-known/jwks.json").body()).isEqualTo(KEYS);
        assertThat(send("POST", "/api/sessions").statusCode()).isEqualTo(201);
        assertThat(send("POST", "/api/orders")).satisfies(placed -> {
            assertThat(placed.statusCode()).isEqualTo(202);
            assertThat(placed.headers().firstValue("Location")).hasValue("/api/orders/1");
        });
    }

    @Test
    void shouldAcceptSpans_whenABatchIsLargeAndAServiceIsSlow() throws IOException, InterruptedException {
        send("PUT", "/stub/delay?millis=3600000");

        HttpResponse<String> accepted = http.send(
                HttpRequest.newBuilder(uri("/v1/traces"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1024 * 1024]))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(accepted.headers().firstValue("Content-Length")).hasValue("0");
    }

    /** The gateway would share loads and keep copies of other responses. */
    @Test
    void shouldForbidToStore_whenItAnswers() throws IOException, InterruptedException {
        assertThat(send("GET", "/api/products/A-1").headers().firstValue("Cache-Control"))
                .hasValue("no-store");
    }

    @Test
    void shouldAnswerLater_whenADelayIsSet() throws IOException, InterruptedException {
        assertThat(send("PUT", "/stub/delay?millis=300").statusCode()).isEqualTo(204);
        long start = System.nanoTime();
        send("GET", "/api/orders/1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(295));

        assertThat(send("PUT", "/stub/delay?millis=3600000").statusCode()).isEqualTo(204);
        assertThat(send("GET", "/.well-known/jwks.json").statusCode()).isEqualTo(200);
        assertThat(send("PUT", "/stub/delay?millis=0").statusCode()).isEqualTo(204);
        assertThat(send("GET", "/api/orders/1").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSendComments_whenAStreamIsOpen() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(uri("/api/orders/1/events")).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 3; i++) {
                assertThat(lines.readLine()).isEqualTo(":");
                assertThat(lines.readLine()).isEmpty();
            }
        }
    }

    @Test
    void shouldCountOpenStreams_whenOthersAreAnsweredWithAnError() throws InterruptedException {
        try (EventStreams streams = new EventStreams(stub.uri())) {
            List<LoadRequest> requests = List.of(
                    LoadRequest.get("any", "/api/orders/1/events", Map.of()),
                    LoadRequest.get("any", "/api/orders/2/events", Map.of()),
                    LoadRequest.post("any", "/api/orders", Map.of(), "{}"));

            assertThat(streams.open(requests, Duration.ofSeconds(20))).isEqualTo(2);
            assertThat(streams.open()).isEqualTo(2);
        }
    }

    @Test
    void shouldCountNone_whenNothingListens() throws InterruptedException {
        try (EventStreams streams = new EventStreams(URI.create("http://127.0.0.1:1"))) {
            assertThat(streams.open(
                            List.of(LoadRequest.get("any", "/api/orders/1/events", Map.of())), Duration.ofSeconds(20)))
                    .isZero();
        }
    }
}
