package stage5.kit.web.admission;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Admission must not replace the handler with which Quarkus counts connections. */
@QuarkusTest
@TestProfile(ConnectionLimitTests.ThreeConnections.class)
class ConnectionLimitTests {

    private static final int LIMIT = 3;

    @TestHTTPResource("/")
    URI root;

    private final List<HttpClient> clients = new ArrayList<>();

    @AfterEach
    void closeConnections() {
        clients.forEach(HttpClient::shutdownNow);
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

        await().until(() -> isRefused(refused));

        clients.getFirst().shutdownNow();
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> status(refused) == 204);
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
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Limits the connections to {@value #LIMIT}. */
    public static final class ThreeConnections implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.limits.max-connections", Integer.toString(LIMIT));
        }
    }
}
