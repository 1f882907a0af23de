package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.testing.Tokens;

@QuarkusTest
class AdminWriteTests extends GatewayTestBase {

    private final Map<String, String> admin = bearer(Tokens.admin());

    @ParameterizedTest
    @CsvSource({
        "POST, /api/products",
        "POST, /api/products/import",
        "PATCH, /api/products/{sku}",
        "PUT, /api/products/{sku}/stock"
    })
    void shouldForward_whenTheSessionIsAliveAndTheAccountHasTheRole(String method, String path) {
        String target = path.replace("{sku}", UUID.randomUUID().toString());
        catalog.does(answer(200, "{}"));

        assertThat(write(HttpMethod.valueOf(method), target).status()).isEqualTo(200);

        assertThat(user.onlyRequest().uri()).isEqualTo("/api/sessions/current?role=admin");
        assertThat(user.onlyRequest().headers().get("Authorization")).isEqualTo(admin.get("Authorization"));
        assertThat(catalog.onlyRequest().uri()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"401, 401, unauthorized", "403, 403, forbidden", "500, 503, unavailable", "503, 503, unavailable"})
    void shouldRefuse_whenUserServiceDoesNotConfirm(int answer, int status, String kind) {
        user.does(answer(answer, "{}"));

        GatewayResponse response = write(HttpMethod.POST, "/api/products");

        assertProblem(response, status, kind);
        assertThat(catalog.received()).isEmpty();
        if (status == 503) {
            assertThat(response.header("Retry-After")).isNotBlank();
        }
    }

    @Test
    void shouldRefuse_whenUserServiceIsDown() {
        user.close();

        assertProblem(write(HttpMethod.POST, "/api/products"), 503, "unavailable");
        assertThat(catalog.received()).isEmpty();
    }

    @Test
    void shouldPlaceOrders_whenUserServiceIsDown() {
        user.close();

        assertThat(send(
                                HttpMethod.POST,
                                "/api/orders",
                                bearer(Tokens.customer(UUID.randomUUID().toString())),
                                null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldNotCheck_whenTheCatalogueIsOnlyRead() {
        assertThat(send(HttpMethod.GET, "/api/products/" + UUID.randomUUID(), admin, null)
                        .status())
                .isEqualTo(200);

        assertThat(user.received()).isEmpty();
    }

    private GatewayResponse write(HttpMethod method, String target) {
        return send(method, target, admin, Buffer.buffer("{}"));
    }
}
