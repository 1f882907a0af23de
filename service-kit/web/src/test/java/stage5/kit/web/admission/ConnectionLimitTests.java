package stage5.kit.web.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each connection counts, also a silent one; admission must not replace the handler with which Quarkus counts. */
@QuarkusTest
@TestProfile(ConnectionLimitTests.ThreeConnections.class)
class ConnectionLimitTests {

    private static final int LIMIT = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TestHTTPResource("/")
    URI root;

    @Inject
    MeterRegistry metrics;

    private final List<HttpClient> clients = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeConnections() throws IOException {
        clients.forEach(HttpClient::shutdownNow);
        for (Socket socket : sockets) {
            socket.close();
        }
        awaitOpen(0);
    }

    @Test
    void shouldAcceptConnections_whenEarlierOnesAreClosed() {
        for (int i = 0; i < 10; i++) {
            HttpClient client = client();
            // Quarkus counts a connection until it has noticed that the client closed it.
            await().ignoreExceptionsInstanceOf(IOException.class).until(() -> status(client) == 204);
            client.shutdownNow();
        }
    }

    @Test
    void shouldRefuseAConnection_whenAllAreInUse() throws Exception {
        for (int i = 0; i < LIMIT; i++) {
            HttpClient client = client();
            await().ignoreExceptionsInstanceOf(IOException.class).until(() -> status(client) == 204);
        }
        HttpClient refused = client();
        double before = rejected();

        await().until(() -> isRefused(refused));

        assertThat(rejected()).isGreaterThan(before);
        clients.getFirst().shutdownNow();
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> status(refused) == 204);
    }

    @Test
    void shouldRefuseAConnection_whenAllOthersAreSilent() throws Exception {
        for (int i = 0; i < LIMIT - 1; i++) {
            sockets.add(new Socket(root.getHost(), root.getPort()));
        }
        Socket incomplete = new Socket(root.getHost(), root.getPort());
        sockets.add(incomplete);
        incomplete.getOutputStream().write("GET /admitted/sta".getBytes(StandardCharsets.US_ASCII));
        awaitOpen(LIMIT);

        Socket refused = new Socket(root.getHost(), root.getPort());
        sockets.add(refused);
        refused.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));

        assertThat(refused.getInputStream().read()).as("end of the connection").isEqualTo(-1);
        assertThat(metrics.get("vertx.http.connections.max").gauge().value()).isEqualTo(LIMIT);
    }

    private void awaitOpen(int connections) {
        await().atMost(TIMEOUT)
                .until(() ->
                        metrics.get("vertx.http.connections.current").gauge().value() == connections);
    }

    private double rejected() {
        return metrics.get("vertx.http.connections.rejected").counter().count();
    }

    private boolean isRefused(HttpClient client) throws InterruptedException {
        try {
            status(client);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns a client that opens one connection and keeps it. */
    private HttpClient client() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        clients.add(client);
        return client;
    }

    private int status(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/admitted/status/204"))
                .timeout(TIMEOUT)
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Limits the connections to {@value #LIMIT}. */
    public static final class ThreeConnections implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.limits.max-connections", Integer.toString(LIMIT), "quarkus.http.http2", "false");
        }
    }
}
