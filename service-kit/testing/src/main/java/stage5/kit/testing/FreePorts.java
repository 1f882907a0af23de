package stage5.kit.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds free ports for a local cloud. */
final class FreePorts {

    private static final int COUNT = 20;
    private static final int ATTEMPTS = 100;

    private FreePorts() {}

    /**
     * Returns the first of {@value #COUNT} consecutive free ports; throws {@link IllegalStateException} if it finds
     * none.
     */
    static int base() {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, 20_000, 32_000)
                .filter(base -> IntStream.range(base, base + COUNT).allMatch(FreePorts::isFree))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + COUNT + " free ports in a row"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
