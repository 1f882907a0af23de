package stage5.kit.web.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AdmissionFilterTests {

    private static final int HELD_LIMIT = 3;
    private static final int STREAM_LIMIT = 2;

    @TestHTTPResource("/")
    URI root;

    @Inject
    AdmittedResource resource;

    @Inject
    AdmissionDelays delays;

    @Inject
    MeterRegistry metrics;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record TimedResponse(int status, Duration latency) {}

    @AfterEach
    void endAll() {
        await().until(() -> {
            resource.endAll();
            return inFlight("held") == 0 && inFlight("streams") == 0;
        });
        http.shutdownNow();
    }

    @Test
    void shouldShedWithAProblem_whenTheLimitIsReached() throws Exception {
        double before = shed("held");
        holdAll();

        long start = System.nanoTime();
        HttpResponse<String> response = get("/admitted/held");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(new JsonObject(response.body()).getString("type")).isEqualTo("urn:stage5:problem:unavailable");
        assertThat(shed("held") - before).isEqualTo(1);
        assertThat(metrics.get("stage5.admission.limit")
                        .tag("class", "held")
                        .gauge()
                        .value())
                .isEqualTo(HELD_LIMIT);
    }

    @Test
    void shouldAdmitAgain_whenTheRequestsHaveEnded() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> held = holdAll();
        resource.endAll();
        for (CompletableFuture<HttpResponse<String>> each : held) {
            assertThat(each.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        await().until(() -> inFlight("held") == 0);

        CompletableFuture<HttpResponse<String>> next = hold();

        await().until(() -> resource.held() == 1);
        resource.endAll();
        assertThat(next.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAdmitAgain_whenTheClientsHaveClosedTheirConnections() {
        holdAll();

        http.shutdownNow();

        await().until(() -> inFlight("held") == 0);
    }

    @Test
    void shouldAdmitAgain_whenResponsesAreBrokenOff() {
        for (int i = 0; i < 2 * STREAM_LIMIT; i++) {
            assertThatThrownBy(() -> get("/admitted/broken")).isInstanceOf(IOException.class);
            await().until(() -> inFlight("streams") == 0);
        }
    }

    @Test
    void shouldAdmitAgain_whenRequestsOverHttp2HaveEnded() throws Exception {
        try (HttpClient http2 = http2Client()) {
            for (int i = 0; i < 2 * HELD_LIMIT; i++) {
                CompletableFuture<HttpResponse<String>> held =
                        http2.sendAsync(request("/admitted/held").build(), BodyHandlers.ofString());
                await().until(() -> resource.held() == 1);
                resource.endAll();

                HttpResponse<String> response = held.get(20, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
                await().until(() -> inFlight("held") == 0);
            }
        }
    }

    @Test
    void shouldAdmitAgain_whenResponsesOverHttp2AreBrokenOff() {
        try (HttpClient http2 = http2Client()) {
            for (int i = 0; i < 2 * STREAM_LIMIT; i++) {
                assertThatThrownBy(() -> http2.send(request("/admitted/broken").build(), BodyHandlers.ofString()))
                        .isInstanceOf(IOException.class);
                await().until(() -> inFlight("streams") == 0);
            }
        }
    }

    @Test
    void shouldKeepTheConnection_whenARequestWithABodyIsShed() throws Exception {
        holdAll();
        HttpRequest post = request("/admitted/held")
                .POST(BodyPublishers.ofString("x".repeat(100_000)))
                .build();

        for (int i = 0; i < 3; i++) {
            assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void shouldHoldNoPermit_whileBodiesAreIncomplete() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * HELD_LIMIT; i++) {
                slow.add(sendHead());
            }

            assertThat(inFlight("held")).isZero();
            holdAll();
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    @Test
    void shouldShed_whenTheLimitIsReachedBeforeABodyIsComplete() throws Exception {
        try (Socket slow = sendHead()) {
            holdAll();
            double before = shed("held");

            slow.getOutputStream().write('{');

            assertThat(responseLine(slow)).startsWith("HTTP/1.1 503");
            assertThat(shed("held") - before).isEqualTo(1);
        }
    }

    /** Returns a connection with a request whose body of one byte is still to be sent; the server reads it already. */
    private Socket sendHead() throws IOException {
        Socket socket = new Socket(root.getHost(), root.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("POST /admitted/held HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 1\r\nExpect: 100-continue\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(responseLine(socket)).startsWith("HTTP/1.1 100");
        assertThat(responseLine(socket)).isEmpty();
        return socket;
    }

    private static String responseLine(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        InputStream input = socket.getInputStream();
        for (int next = input.read(); next != '\n' && next >= 0; next = input.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    @Test
    void shouldAnswerHealthAndMetricsAndOtherClasses_whenALimitIsReached() throws Exception {
        holdAll();

        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/q/metrics").body()).contains("stage5_admission_in_flight{class=\"held\"} 3.0");
        assertThat(get("/admitted/status/204").statusCode()).isEqualTo(204);
    }

    @Test
    void shouldLimitStreamsApart_whenTheyStayOpen() throws Exception {
        List<HttpResponse<?>> streams = new ArrayList<>();
        for (int i = 0; i < STREAM_LIMIT; i++) {
            streams.add(http.send(request("/admitted/stream").build(), BodyHandlers.ofInputStream()));
        }

        assertThat(streams).allSatisfy(stream -> assertThat(stream.statusCode()).isEqualTo(200));
        assertThat(get("/admitted/stream").statusCode()).isEqualTo(503);
        assertThat(inFlight("streams")).isEqualTo(STREAM_LIMIT);
        assertThat(inFlight("read")).isZero();
    }

    @Test
    void shouldShed_whenAcceptedWorkIsCompletedTooLate() throws Exception {
        // No request waits in this process, so the concurrency limit has no reason to shed.
        await().until(() -> {
            delays.completed("delayed", Duration.ofMinutes(1));
            for (int i = 0; i < 10; i++) {
                if (get("/admitted/status/202").statusCode() == 503) {
                    return true;
                }
            }
            return false;
        });

        assertThat(get("/admitted/status/204").statusCode()).isEqualTo(204);
        await().until(() -> get("/admitted/status/202").statusCode() == 202);
    }

    @Test
    @Tag("quiet")
    void shouldKeepTheThroughput_whenFourTimesTheCapacityIsOffered() {
        double capacity = LimitedWorkers.capacity();
        List<TimedResponse> calm = offer(capacity / 4, Duration.ofSeconds(2));
        offer(4 * capacity, Duration.ofSeconds(8)); // until the code is compiled and the limit is found

        List<TimedResponse> storm = offer(4 * capacity, Duration.ofSeconds(4));
        await().until(() -> inFlight("work") == 0);
        List<TimedResponse> after = offer(capacity / 4, Duration.ofSeconds(3));

        assertThat(ok(storm)).as(() -> statuses(calm) + statuses(storm)).hasSizeGreaterThan((int) (0.8 * 4 * capacity));
        assertThat(quantile(shed(storm), 0.5)).isLessThan(Duration.ofMillis(100));
        assertThat(quantile(ok(storm), 0.5)).isLessThan(Duration.ofMillis(500));
        assertThat(ok(after)).hasSameSizeAs(after);
        assertThat(quantile(after, 0.5)).isLessThan(quantile(calm, 0.5).multipliedBy(2));
    }

    /** Sends requests at a constant rate, whether they are answered or not, and returns all answers. */
    private List<TimedResponse> offer(double perSecond, Duration time) {
        List<CompletableFuture<TimedResponse>> sent = new ArrayList<>();
        HttpRequest request = request("/admitted/work").build();
        long interval = (long) (1e9 / perSecond);
        long begin = System.nanoTime();
        for (long due = 0; due < time.toNanos(); due += interval) {
            LockSupport.parkNanos(begin + due - System.nanoTime());
            sent.add(send(request));
        }
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<TimedResponse> send(HttpRequest request) {
        long start = System.nanoTime();
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(response ->
                        new TimedResponse(response.statusCode(), Duration.ofNanos(System.nanoTime() - start)));
    }

    private static HttpClient http2Client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    private List<CompletableFuture<HttpResponse<String>>> holdAll() {
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < HELD_LIMIT; i++) {
            held.add(hold());
        }
        await().until(() -> resource.held() == HELD_LIMIT);
        return held;
    }

    private CompletableFuture<HttpResponse<String>> hold() {
        return http.sendAsync(request("/admitted/held").build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    private double inFlight(String routes) {
        return metrics.get("stage5.admission.in.flight")
                .tag("class", routes)
                .gauge()
                .value();
    }

    private double shed(String routes) {
        return metrics.get("stage5.admission.shed")
                .tag("class", routes)
                .counter()
                .count();
    }

    private static List<TimedResponse> ok(List<TimedResponse> answers) {
        return answers.stream().filter(answer -> answer.status() == 200).toList();
    }

    private static List<TimedResponse> shed(List<TimedResponse> answers) {
        return answers.stream().filter(answer -> answer.status() == 503).toList();
    }

    private static String statuses(List<TimedResponse> answers) {
        return answers.stream()
                .collect(Collectors.groupingBy(TimedResponse::status, Collectors.counting()))
                .toString();
    }

    private static Duration quantile(List<TimedResponse> answers, double quantile) {
        List<Duration> sorted =
                answers.stream().map(TimedResponse::latency).sorted().toList();
        return sorted.get((int) (quantile * (sorted.size() - 1)));
    }
}
