package stage5.kit.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RequestBodyReaderTests {

    private static final int LIMIT = 256 * 1024;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource("/measure")
    URI address;

    @Test
    void shouldReachTheResourceOnTheEventLoop_whenABodyIsAsLongAsAllowed() throws Exception {
        HttpResponse<String> answer = post(declared(text(LIMIT)));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject measure = new JsonObject(answer.body());
        assertThat(measure.getInteger("length")).isEqualTo(LIMIT - 11);
        assertThat(measure.getBoolean("onEventLoop")).isTrue();
    }

    @Test
    void shouldReachTheResource_whenABodyComesInChunks() throws Exception {
        HttpResponse<String> answer = post(chunked(text(LIMIT)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getInteger("length")).isEqualTo(LIMIT - 11);
    }

    @Test
    void shouldReachTheResource_whenTheClientWaitsToBeAskedForTheBody() throws Exception {
        HttpResponse<String> answer = http.send(
                request(declared(text(1000))).expectContinue(true).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerWithAProblem_whenADeclaredBodyIsTooLong() throws Exception {
        assertTooLong(post(declared(text(LIMIT + 1))));
    }

    @Test
    void shouldAnswerWithAProblem_whenChunksGrowTooLong() throws Exception {
        assertTooLong(post(chunked(text(LIMIT + 1))));
    }

    @Test
    void shouldAnswerWithAProblem_whenThereIsNoBodyWhereOneIsNeeded() throws Exception {
        HttpResponse<String> answer = post(BodyPublishers.noBody());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void shouldGiveTheResourceWhatTheCallerWillWait_whenTheCallerSaysSo() throws Exception {
        HttpResponse<String> answer = http.send(
                request(declared(text(20))).header("Stage5-Time-Budget", "700").build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(new JsonObject(answer.body()).getLong("budget")).isBetween(1L, 700L);
    }

    @Test
    void shouldCapTheBudget_whenTheCallerWouldWaitTooLong() throws Exception {
        HttpResponse<String> answer = http.send(
                request(declared(text(20)))
                        .header("Stage5-Time-Budget", "60000")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(new JsonObject(answer.body()).getLong("budget")).isBetween(1L, 5000L);
    }

    @Test
    void shouldBlameTheHeader_whenTheBudgetIsNoNumber() throws Exception {
        HttpResponse<String> answer = http.send(
                request(declared(text(20))).header("Stage5-Time-Budget", "soon").build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Stage5-Time-Budget");
    }

    private void assertTooLong(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
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
