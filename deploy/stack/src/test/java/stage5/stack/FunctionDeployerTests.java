package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs an HTTP server in place of the local cloud's console. */
class FunctionDeployerTests {

    /** Also for calls that succeed, so it is long enough for a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Ports ports = StubProject.ports();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    private HttpServer console;
    private boolean drains = true;
    private boolean kills = true;

    @BeforeEach
    void listen() throws IOException {
        console = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), ports.console().getPort()),
                0);
        console.createContext("/", exchange -> {
            calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            boolean killing = "drain=false".equals(exchange.getRequestURI().getQuery());
            if (killing ? kills : drains) {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            }
        });
        console.start();
    }

    @AfterEach
    void stop() {
        console.stop(0);
    }

    @Test
    void shouldDrainTheService_whenItIsRemoved() throws Exception {
        try (FunctionDeployer functions = new FunctionDeployer(ports, TIMEOUT)) {
            assertThat(functions.remove(Component.CATALOG)).isTrue();
        }
        assertThat(List.copyOf(calls)).containsExactly("DELETE /lambda/services/catalog-service");
    }

    @Test
    void shouldKillTheService_whenItDoesNotFinishInTime() throws Exception {
        drains = false;
        try (FunctionDeployer functions = new FunctionDeployer(ports, TIMEOUT)) {
            assertThat(functions.remove(Component.CATALOG)).isFalse();
        }
        assertThat(List.copyOf(calls))
                .containsExactly(
                        "DELETE /lambda/services/catalog-service",
                        "DELETE /lambda/services/catalog-service?drain=false");
    }

    @Test
    void shouldFail_whenTheServiceCannotBeKilledEither() {
        drains = false;
        kills = false;
        try (FunctionDeployer functions = new FunctionDeployer(ports, TIMEOUT)) {
            assertThatThrownBy(() -> functions.remove(Component.CATALOG))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("does not answer");
        }
    }
}
