package stage5.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.stack.AccessKey;
import stage5.stack.Component;
import stage5.stack.Form;

/**
 * Services behind the gateway can be called by the gateway alone. In the lambda form API Gateway checks the signature of
 * the caller. In the container form a service has no address outside its network: on this machine that is the loopback
 * interface. On AWS it is a private subnet, which no test on this machine can show.
 */
class ServicesRefuseStrangersIT {

    private static final int TIMEOUT_MILLIS = 5_000;

    @ParameterizedTest
    @CsvSource({
        "catalog-service, /api/products?limit=1",
        "order-service, /api/bestsellers",
        "user-service, /api/sessions/current",
        "user-service, /q/health/ready"
    })
    void shouldAnswerForbidden_whenTheCallerIsUnknown(String service, String path) {
        assumeFunctions(service);
        ApiClient stranger = ShopUnderTest.stranger(service);
        ApiClient administrator = ShopUnderTest.admin();

        for (ApiResponse response : List.of(
                stranger.get(path),
                stranger.with("Authorization", "Bearer token").get(path),
                stranger.with("X-Forwarded-For", "127.0.0.1").get(path),
                stranger.signedBy(new AccessKey("local")).get(path),
                stranger.signedBy(new AccessKey("stranger")).get(path))) {
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.text()).isEqualTo("{\"message\":\"Forbidden\"}");
        }
        assertThat(administrator.get("/api/products?limit=1").status())
                .as("through the gateway")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service"})
    void shouldAnswer_whenTheCallerIsKnown(String service) {
        ShopUnderTest.service(service).get("/q/health/ready").expect(200);
    }

    @Test
    void shouldPublishTheKeysOfTokens_whenTheCallerIsUnknown() {
        assertThat(ShopUnderTest.stranger("user-service")
                        .get("/.well-known/jwks.json")
                        .expect(200)
                        .json()
                        .path("keys"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service", "notification-worker"})
    void shouldRefuseConnections_whenTheyComeFromOutsideTheMachine(String service) throws SocketException {
        List<InetAddress> outside = outsideAddresses();
        assumeTrue(!outside.isEmpty(), "this machine has no address but that of the loopback interface");
        int port = ShopUnderTest.ports().of(Component.of(service));

        for (InetAddress address : outside) {
            assertThatThrownBy(() -> connect(address, port))
                    .as(address.toString())
                    .isInstanceOf(IOException.class);
        }
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
        }
    }

    private static List<InetAddress> outsideAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    private static void assumeFunctions(String service) {
        assumeTrue(ShopUnderTest.form(service) == Form.LAMBDA, "a container has no API Gateway in front of it");
    }
}
