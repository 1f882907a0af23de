package stage5.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Checks before a start that no other process holds a port of the stack. */
final class PortCheck {

    private static final int CONNECT_MILLIS = 200;
    private static final int STEP = 1000;

    private PortCheck() {}

    /** Throws {@link StackException} if a port is taken; the message names each such port and its holder. */
    static void requireFree(Ports ports, boolean services) {
        requireFree(ports.needed(services), suggestion(ports));
    }

    static void requireFree(SortedMap<Integer, String> needed, String suggestion) {
        List<String> taken = new ArrayList<>();
        needed.forEach((port, component) -> {
            if (isTaken(port)) {
                taken.add("  %d, needed by %s, %s".formatted(port, component, PortHolder.describe(port)));
            }
        });
        if (!taken.isEmpty()) {
            throw new StackException("""
                    %s taken:
                    %s
                    Stop the process that holds %s, or use other ports: %s""".formatted(
                            taken.size() == 1 ? "A port is" : "Ports are",
                            String.join("\n", taken),
                            taken.size() == 1 ? "it" : "them",
                            suggestion));
        }
    }

    static String suggestion(Ports ports) {
        return Stream.iterate(
                        ports.base() + STEP, base -> base + Ports.HIGHEST_OFFSET <= Ports.HIGHEST, base -> base + STEP)
                .map(Ports::new)
                .filter(others -> others.needed(true).keySet().stream().noneMatch(PortCheck::isTaken))
                .findFirst()
                .map(others -> others.call("up"))
                .orElse("--port-base N");
    }

    static boolean isTaken(int port) {
        return acceptsConnections(port) || !canBind(port);
    }

    /** Some systems let a process bind a loopback port that another one holds on all addresses. */
    private static boolean acceptsConnections(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean canBind(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of an earlier stack may linger in TIME_WAIT
            socket.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }
}
