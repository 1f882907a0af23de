package stage5.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The port of each emulator; all on 127.0.0.1. */
public record Ports(
        int sessions,
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

    private static final int LOWEST_OFFSET = 9;
    private static final int ATTEMPTS = 100;
    private static final int COUNT = 11;

    /** The first ports of what {@link #free} has returned: a test may listen later than the next one looks. */
    private static final Set<Integer> GIVEN_AWAY = ConcurrentHashMap.newKeySet();

    /**
     * Returns the ports of a stack. The services use {@code base} to {@code base + 4}, the local cloud uses {@code base
     * + 9} to {@code base + 19}.
     *
     * @throws IllegalArgumentException if a port would lie outside 1024 to 65535
     */
    public static Ports from(int base) {
        int first = base + LOWEST_OFFSET;
        if (base < 1024 || first + COUNT - 1 > 65535) {
            throw new IllegalArgumentException("The port base must lie between 1024 and 65516, not " + base);
        }
        return new Ports(
                first,
                first + 1,
                first + 2,
                first + 3,
                first + 4,
                first + 5,
                first + 6,
                first + 7,
                first + 8,
                first + 9,
                first + 10);
    }

    /**
     * Returns ports that were free a moment ago, others with each call: for tests. They lie below the fixed ports of
     * other tests, and below the range from which systems choose the ports of outgoing connections (32768 on Linux), so that
     * neither takes one meanwhile.
     */
    public static Ports free() {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, 10_000 / COUNT, 17_000 / COUNT)
                .map(block -> block * COUNT)
                .filter(first -> IntStream.range(first, first + COUNT).noneMatch(Ports::isTaken))
                .filter(GIVEN_AWAY::add)
                .mapToObj(first -> from(first - LOWEST_OFFSET))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + COUNT + " free ports in a row"));
    }

    /** Returns the ports by emulator name. */
    public Map<String, Integer> byName() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("redis-sessions", sessions);
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
}
