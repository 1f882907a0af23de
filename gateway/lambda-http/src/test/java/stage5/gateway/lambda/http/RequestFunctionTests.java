package stage5.gateway.lambda.http;

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
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;

/** Requests behind API Gateway payloads: Quarkus' mock event server translates these requests into them. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = StubServices.class, restrictToAnnotatedClass = false)
class RequestFunctionTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTING = "/api/products";
    private static final String PAGE = "{\"items\":[],\"next\":null}";

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    private final String category = "c" + UUID.randomUUID().toString().substring(0, 30);
    private final String product =
            "/api/products/SKU-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldAnswerFromOneCopy_whenQueriesMeanTheSame() throws Exception {
        StubServices.answer(LISTING, 200, PAGE, caching("max-age=3600, public"));

        HttpResponse<String> loaded = get(LISTING + "?limit=20&category=" + category);
        int loads = StubServices.received(LISTING).size();
        HttpResponse<String> fresh = get(LISTING + "?category=" + category + "&limit=%32%30&nonce=1");

        assertThat(header(loaded, "Age")).isEmpty();
        assertThat(fresh.statusCode()).isEqualTo(200);
        assertThat(fresh.body()).isEqualTo(PAGE);
        assertThat(header(fresh, "Age")).isNotEmpty();
        assertThat(header(fresh, "Cache-Status")).startsWith("stage5-gateway; hit; ttl=");
        assertThat(header(fresh, "CDN-Cache-Control")).isEqualTo("max-age=3600,public");
        assertThat(StubServices.received(LISTING)).hasSize(loads);
    }

    @Test
    void shouldForwardBothValues_whenAParameterIsRepeated() throws Exception {
        StubServices.answer(LISTING, 400, "{}", Map.of());

        assertThat(get(LISTING + "?limit=11&limit=12&category=" + category).statusCode())
                .isEqualTo(400);

        assertThat(StubServices.received(LISTING))
                .anySatisfy(target -> assertThat(target).contains("limit=11", "limit=12", category));
    }

    @Test
    void shouldAnswer304_whenTheClientHasTheRepresentation() throws Exception {
        StubServices.answer(product, 200, "{}", caching("max-age=3600, public"));
        get(product);
        int loads = StubServices.received(product).size();

        HttpResponse<String> response = send(
                request(product).header("If-None-Match", "\"other\", W/\"a,b\"").GET());

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(header(response, "ETag")).isEqualTo("\"a,b\"");
        assertThat(response.body()).isEmpty();
        assertThat(StubServices.received(product)).hasSize(loads);
    }

    @Test
    void shouldSayThatAListingIsStale_whenTheServiceFails() throws Exception {
        StubServices.answer(LISTING, 200, PAGE, caching("max-age=0, public"));
        get(LISTING + "?category=" + category);
        StubServices.answer(LISTING, 503, "{}", Map.of("Retry-After", "1"));

        HttpResponse<String> stale = get(LISTING + "?category=" + category);

        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(header(stale, "Stage5-Stale")).isEqualTo("true");
        assertThat(header(stale, "ETag")).isEqualTo("W/\"a,b\"");
        assertThat(JSON.readTree(stale.body()).path("stale").asBoolean()).isTrue();
    }

    @Test
    void shouldContainTheProducts_whenAnOrderIsExpanded() throws Exception {
        String order = "/api/orders/" + UUID.randomUUID();
        StubServices.answer(order, 200, "{\"id\":\"1\",\"lines\":[{\"sku\":\"GONE-1\"}]}", Map.of());

        HttpResponse<String> response = get(order + "?expand=products");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode expanded = JSON.readTree(response.body());
        assertThat(expanded.path("id").asText()).isEqualTo("1");
        assertThat(expanded.path("products").path("GONE-1").isNull()).isTrue();
        assertThat(expanded.path("missing").get(0).asText()).isEqualTo("products/GONE-1");
        assertThat(header(response, "ETag")).isNotEmpty();
        assertThat(get(order + "?expand=lines").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldForwardABody_whenARequestHasOne() throws Exception {
        String cancel = "/api/orders/" + UUID.randomUUID() + "/cancel";
        StubServices.answer(cancel, 202, "{}", Map.of());

        HttpResponse<String> response = send(
                request(cancel).header("Content-Type", "application/json").POST(BodyPublishers.ofString("{\"a\":1}")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(StubServices.received(cancel)).hasSize(1);
    }

    /** Returns a header's value; the mock event server sends one line for each part between commas. */
    private static String header(HttpResponse<String> response, String name) {
        return response.headers().allValues(name).stream().map(String::strip).collect(Collectors.joining(","));
    }

    private static Map<String, String> caching(String forTheGateway) {
        return Map.of("Cache-Control", "public, max-age=0", "CDN-Cache-Control", forTheGateway, "ETag", "\"a,b\"");
    }

    private HttpResponse<String> get(String target) throws Exception {
        return send(request(target).GET());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + target));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        // Over HTTP/2 the mock event server passes no Host on; API Gateway does.
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
