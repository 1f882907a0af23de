package stage5.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Configures the gateway with the addresses of the stub services. Nothing listens there until a test starts a stub. */
public final class StubAddresses implements QuarkusTestResourceLifecycleManager {

    private static final int ATTEMPTS = 100;

    @Override
    public Map<String, String> start() {
        return Map.of(
                "stage5.gateway.upstreams.catalog.url", freeAddress(),
                "stage5.gateway.upstreams.order.url", freeAddress(),
                "stage5.gateway.upstreams.user.url", freeAddress());
    }

    @Override
    public void stop() {
        // Nothing was started.
    }

    /**
     * Returns an address whose port lies below the range of outgoing connections (32768 on Linux): while nothing listens
     * there, another process could get the port, or a connection to it could connect to itself.
     */
    public static String freeAddress() {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, 5_000, 8_000)
                .filter(StubAddresses::isFree)
                .mapToObj(port -> "http://127.0.0.1:" + port)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No free port"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
