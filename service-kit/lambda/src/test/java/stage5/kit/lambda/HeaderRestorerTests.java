package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.LocalCloudResource;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class HeaderRestorerTests {

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    @Test
    void shouldHaveOneLine_whenAValueHasCommas() throws Exception {
        Map<String, String> sent = Map.of(
                "If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT",
                "If-Match", "\"a,b\", \"c\"",
                "User-Agent", "Browser/1.0 (KHTML, like Gecko)",
                "X-Any", "one,two");

        JsonNode received = headers(List.copyOf(sent.entrySet()));

        sent.forEach((name, value) -> assertThat(lines(received, name)).as(name).containsExactly(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "Content-Type"})
    void shouldHaveTwoLines_whenAHeaderWithoutCommasIsRepeated(String name) throws Exception {
        JsonNode received = headers(List.of(Map.entry(name, "text/a"), Map.entry(name, "text/b")));

        assertThat(lines(received, name)).hasSize(2);
    }

    @Test
    void shouldRestoreTheAccessToken_whenTheGatewayHasSignedTheRequest() throws Exception {
        JsonNode received = headers(List.of(
                Map.entry("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c"),
                Map.entry("Stage5-Authorization", "Bearer token")));

        assertThat(lines(received, "Authorization")).containsExactly("Bearer token");
        assertThat(lines(received, "Stage5-Authorization")).isEmpty();
    }

    @Test
    void shouldHaveNoAccessToken_whenTheGatewayHasSignedARequestWithoutOne() throws Exception {
        JsonNode received = headers(List.of(
                Map.entry("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c")));

        assertThat(lines(received, "Authorization")).isEmpty();
    }

    @Test
    void shouldIgnoreASecondToken_whenTheRequestIsNotSigned() throws Exception {
        JsonNode received = headers(
                List.of(Map.entry("Authorization", "Bearer token"), Map.entry("Stage5-Authorization", "Bearer other")));

        assertThat(lines(received, "Authorization")).containsExactly("Bearer token");
    }

    private static List<String> lines(JsonNode headers, String name) {
        List<String> lines = new ArrayList<>();
        headers.properties().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .forEach(header -> header.getValue().forEach(line -> lines.add(line.asText())));
        return lines;
    }

    private JsonNode headers(List<Entry<String, String>> sent) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/greetings/headers"));
        sent.forEach(header -> request.header(header.getKey(), header.getValue()));
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return new ObjectMapper()
                    .readTree(
                            http.send(request.build(), BodyHandlers.ofString()).body());
        }
    }
}
