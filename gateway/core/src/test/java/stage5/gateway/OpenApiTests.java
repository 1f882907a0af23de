package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTests extends GatewayTestBase {

    @Test
    void shouldServeTheMergedContract_whenRequested() {
        JsonObject document = get("/q/openapi?format=json").json();

        JsonObject paths = document.getJsonObject("paths");
        assertThat(document.getJsonObject("info").getString("title")).isEqualTo("Stage Five");
        assertThat(paths.fieldNames())
                .contains("/api/home", "/api/orders/{id}/details", "/api/users", "/api/sessions/current")
                .allMatch(path -> path.startsWith("/api/"));
        JsonObject responses =
                paths.getJsonObject("/api/users/me").getJsonObject("get").getJsonObject("responses");
        assertThat(responses.fieldNames()).contains("200", "401", "404", "429", "503");
        assertThat(responses.getJsonObject("429").getString("$ref")).isEqualTo("#/components/responses/429");
    }
}
