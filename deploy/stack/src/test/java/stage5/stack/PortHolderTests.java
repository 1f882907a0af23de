package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

class PortHolderTests {

    private static final List<String> TABLE = List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0",
            "   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0",
            "   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0");

    @Test
    void shouldFindTheListeningSocketOnly() {
        assertThat(PortHolder.inodes(TABLE, 8080)).containsExactly("4711");
    }

    @Test
    void shouldFindNothing_whenNoProcessListens() {
        assertThat(PortHolder.inodes(TABLE, 9999)).isEmpty();
    }

    @Test
    @EnabledOnOs(LINUX)
    void shouldFindThisProcess_whenItListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortHolder.find(socket.getLocalPort()))
                    .contains(ProcessHandle.current().pid());
        }
    }
}
