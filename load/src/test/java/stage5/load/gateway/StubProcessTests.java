package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.generator.LoadException;

@Timeout(120)
class StubProcessTests {

    @TempDir
    private Path folder;

    @Test
    void shouldServeTheKeys_whenItHasStarted() throws IOException, InterruptedException {
        int port = freePort();
        try (StubProcess stub = StubProcess.start(List.of(port), "{\"keys\":[]}", folder);
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(stub).isNotNull();
            assertThat(http.send(
                                    HttpRequest.newBuilder(
                                                    URI.create("http://127.0.0.1:" + port + "/.well-known/jwks.json"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("{\"keys\":[]}");
        }
    }

    @Test
    void shouldStateTheReason_whenAPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Integer> ports = List.of(taken.getLocalPort());

            assertThatThrownBy(() -> StubProcess.start(ports, "{}", folder))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("Address already in use");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
