package stage5.kit.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RequestBodyReaderTests {

    private static final int LIMIT = 256 * 1024;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource("/measure")
    URI address;

    @Test
    void shouldReachTheResourceOnTheEventLoop_whenTheBodyHasTheMaximumSize() throws Exception {
        HttpResponse<String> response = post(declared(text(LIMIT)));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject measure = new JsonObject(response.body());
        assertThat(measure.getInteger("length")).isEqualTo(LIMIT - 11);
        assertThat(measure.getBoolean("onEventLoop")).isTrue();
    }

    @Test
    void shouldReachTheResource_whenTheBodyIsChunked() throws Exception {
        HttpResponse<String> response = post(chunked(text(LIMIT)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getInteger("length")).isEqualTo(LIMIT - 11);
    }

    @Test
    void shouldReachTheResource_whenTheClientExpects100Continue() throws Exception {
        HttpResponse<String> response = http.send(
                request(declared(text(1000))).expectContinue(true).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRespondWithAProblem_whenTheDeclaredLengthIsOverTheLimit() throws Exception {
        assertTooLarge(post(declared(text(LIMIT + 1))));
    }

    @Test
    void shouldRespondWithAProblem_whenAChunkedBodyIsOverTheLimit() throws Exception {
        assertTooLarge(post(chunked(text(LIMIT + 1))));
    }

    @Test
    void shouldRespondWith408AndClose_whenTheRestOfABodyDoesNotArrive() throws Exception {
        try (Socket client = startBody(100, 20)) {
            String response = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(response).startsWith("HTTP/1.1 408").contains("urn:stage5:problem:request-timeout");
        }
    }

    @Test
    void shouldRefuseBodies_whenIncompleteOnesHoldTheMemory() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int client = 0; client < 6; client++) { // 1,500 KiB of 1,024
                clients.add(startBody(LIMIT, 250 * 1024));
            }
            List<String> statuses = new ArrayList<>();
            for (Socket client : clients) {
                String response = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                statuses.add(response.substring(9, 12));
            }

            assertThat(statuses).contains("503").containsOnly("503", "408");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        for (int call = 0; call < 6; call++) {
            assertThat(post(declared(text(LIMIT))).statusCode())
                    .as("memory is released")
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldRespondWithAProblem_whenARequiredBodyIsMissing() throws Exception {
        HttpResponse<String> response = post(BodyPublishers.noBody());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void shouldUseTheCallersTimeBudget_whenTheHeaderIsSet() throws Exception {
        HttpResponse<String> response = http.send(
                request(declared(text(20))).header("Stage5-Time-Budget", "700").build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(new JsonObject(response.body()).getLong("budget")).isBetween(1L, 700L);
    }

    @Test
    void shouldCapTheTimeBudget_whenTheHeaderExceedsTheMaximum() throws Exception {
        HttpResponse<String> response = http.send(
                request(declared(text(20)))
                        .header("Stage5-Time-Budget", "60000")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(new JsonObject(response.body()).getLong("budget")).isBetween(1L, 5000L);
    }

    @Test
    void shouldNameTheHeader_whenTheTimeBudgetIsNotANumber() throws Exception {
        HttpResponse<String> response = http.send(
                request(declared(text(20))).header("Stage5-Time-Budget", "soon").build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Stage5-Time-Budget");
    }

    /** Sends a request whose body has some bytes only of its declared length. */
    private Socket startBody(int declared, int sent) throws IOException {
        Socket client = new Socket(address.getHost(), address.getPort());
        client.setSoTimeout(30_000);
        client.getOutputStream()
                .write(
                        "POST /measure HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                .formatted(declared)
                                .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(text(sent));
        client.getOutputStream().flush();
        return client;
    }

    private void assertTooLarge(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("type")).isEqualTo("urn:stage5:problem:content-too-large");
        assertThat(problem.getInteger("status")).isEqualTo(413);
    }

    private HttpResponse<String> post(BodyPublisher body) throws Exception {
        return http.send(request(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(BodyPublisher body) {
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(body);
    }

    private static byte[] text(int length) {
        return "{\"text\":\"%s\"}".formatted("x".repeat(length - 11)).getBytes(StandardCharsets.UTF_8);
    }

    private static BodyPublisher declared(byte[] body) {
        return BodyPublishers.ofByteArray(body);
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }
}
