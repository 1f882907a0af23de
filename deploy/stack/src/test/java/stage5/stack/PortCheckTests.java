package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PortCheckTests {

    @Test
    void shouldNameThePortAndItsUser_whenItIsTaken() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TreeMap<Integer, String> needed = new TreeMap<>();
            needed.put(socket.getLocalPort(), "order-service");

            assertThatThrownBy(() -> PortCheck.requireFree(needed, "./stage5 up --port-base 9080"))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("%d, needed by order-service".formatted(socket.getLocalPort()))
                    .hasMessageContaining("./stage5 up --port-base 9080");
        }
    }

    @Test
    void shouldReportAPortAsTaken_whenAProcessListensOnAllAddresses() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(PortCheck.isTaken(socket.getLocalPort())).isTrue();
        }
    }

    @Test
    void shouldReportAPortAsFree_whenItsHolderHasEnded() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(PortCheck.isTaken(port)).isFalse();
    }
}
