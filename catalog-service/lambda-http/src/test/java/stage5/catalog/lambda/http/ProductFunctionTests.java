package stage5.catalog.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;

/** The product API behind API Gateway payloads: Quarkus' mock event server translates these requests into them. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class ProductFunctionTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    private final String sku =
            "SKU-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);

    @Test
    void shouldShowAProduct_whenItIsAdded() throws Exception {
        HttpResponse<String> added = send(request("/api/products")
                .header("Authorization", "Bearer " + Tokens.admin())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(product(700)))));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);

        HttpResponse<String> shown = send(request("/api/products/" + sku).GET());

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("ETag")).isPresent();
        assertThat(JSON.readTree(shown.body()).path("price").path("amount").asLong())
                .isEqualTo(700);
    }

    @Test
    void shouldAnswerAProblem_whenTheInputIsInvalid() throws Exception {
        HttpResponse<String> rejected = send(request("/api/products")
                .header("Authorization", "Bearer " + Tokens.admin())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(product(-1)))));

        assertProblem(rejected, 400);
        assertThat(rejected.body()).contains("price.amount");
    }

    @Test
    void shouldRejectTheRequest_whenTheCallerIsNoAdmin() throws Exception {
        HttpRequest.Builder anonymous = request("/api/products")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(product(700))));
        assertProblem(send(anonymous), 401);
        assertProblem(send(anonymous.header("Authorization", "Bearer " + Tokens.customer("ada"))), 403);
    }

    @Test
    void shouldAnswerAProblem_whenThereIsNoSuchProduct() throws Exception {
        assertProblem(send(request("/api/products/" + sku).GET()), 404);
    }

    private Map<String, Object> product(long amount) {
        return Map.of(
                "sku",
                sku,
                "name",
                "A lamp",
                "category",
                "lighting",
                "description",
                "It shines.",
                "price",
                Map.of("amount", amount, "currency", "EUR"),
                "onHand",
                3);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static void assertProblem(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotEmpty();
    }
}
