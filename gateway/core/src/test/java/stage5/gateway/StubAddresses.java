package stage5.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Configures the gateway with the addresses of the stub services. Nothing listens there until a test starts a stub. */
public final class StubAddresses implements QuarkusTestResourceLifecycleManager {

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

    private static String freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
