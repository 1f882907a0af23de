package stage5.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The port of each emulator; all on 127.0.0.1. */
public record Ports(
        int payment,
        int console,
        int dynamodb,
        int sqs,
        int sns,
        int redis,
        int smtp,
        int otlp,
        int zipkin,
        int lambda) {

    private static final int LOWEST_OFFSET = 10;
    private static final int COUNT = 10;

    /**
     * Returns the ports of a stack. The services use {@code base} to {@code base + 4}, the local cloud uses {@code base
     * + 10} to {@code base + 19}.
     *
     * @throws IllegalArgumentException if a port would lie outside 1024 to 65535
     */
    public static Ports from(int base) {
        int first = base + LOWEST_OFFSET;
        if (base < 1024 || first + COUNT - 1 > 65535) {
            throw new IllegalArgumentException("The port base must lie between 1024 and 65516, not " + base);
        }
        return new Ports(
                first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7, first + 8,
                first + 9);
    }

    /** Returns ports that were free a moment ago: for tests. */
    public static Ports free() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < COUNT; i++) {
                sockets.add(new ServerSocket(0, 1, localhost()));
            }
            int[] p = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            return new Ports(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sockets.forEach(Ports::close);
        }
    }

    /** Returns the ports by emulator name. */
    public Map<String, Integer> byName() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("payment", payment);
        ports.put("console", console);
        ports.put("dynamodb", dynamodb);
        ports.put("sqs", sqs);
        ports.put("sns", sns);
        ports.put("redis", redis);
        ports.put("mail", smtp);
        ports.put("traces", otlp);
        ports.put("zipkin", zipkin);
        ports.put("lambda", lambda);
        return ports;
    }

    /** Returns whether another process listens on the port. */
    static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(localhost(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static InetAddress localhost() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
