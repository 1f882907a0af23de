package stage5.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerStartTests {

    @TempDir
    Path directory;

    private final List<Process> launched = new ArrayList<>();

    /** Bound without listening, so that the requests of the start are refused at once. */
    private final Socket occupied = new Socket();

    @BeforeEach
    void occupyAPort() throws IOException {
        occupied.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() throws IOException {
        launched.forEach(Process::destroy);
        occupied.close();
    }

    @Test
    void shouldStartOnOtherPorts_whenAnotherProcessHasTakenAChosenPort() throws Exception {
        int base = start(() -> launched.isEmpty() ? occupied.getLocalPort() : FreePorts.base())
                .start();

        assertThat(base).isNotEqualTo(occupied.getLocalPort());
        assertThat(launched).hasSizeGreaterThan(1);
        assertThat(launched.getFirst().isAlive()).isFalse();
        assertThat(launched.getLast().isAlive()).isTrue();
    }

    @Test
    void shouldFailWithTheOutputOfTheServer_whenItEndsAtEachAttempt() {
        assertThatIllegalStateException()
                .isThrownBy(start(occupied::getLocalPort)::start)
                .withMessageContaining(HealthServer.PORT_TAKEN)
                .withMessageContaining(Integer.toString(occupied.getLocalPort()));
        assertThat(launched).hasSize(ServerStart.ATTEMPTS);
    }

    private ServerStart start(IntSupplier ports) {
        return new ServerStart(
                ports, this::launch, port -> URI.create("http://127.0.0.1:" + port), directory.resolve("log"));
    }

    private Process launch(int port) throws IOException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of("target", "test-classes").toString(),
                        HealthServer.class.getName(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        launched.add(server);
        return server;
    }
}
