package stage5.kit.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds room for a local cloud beside whatever else runs on the machine. */
final class FreePorts {

    private static final int SPAN = 20;
    private static final int TRIES = 100;

    private FreePorts() {}

    /** Returns a port that is free with those after it; throws {@link IllegalStateException} where there is no room. */
    static int base() {
        return ThreadLocalRandom.current()
                .ints(TRIES, 20_000, 32_000)
                .filter(base -> IntStream.range(base, base + SPAN).allMatch(FreePorts::isFree))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + SPAN + " free ports in a row"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
