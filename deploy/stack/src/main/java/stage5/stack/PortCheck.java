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

/** Finds out before anything is started whether somebody else sits on a port that the stack wants. */
final class PortCheck {

    private static final int CONNECT_MILLIS = 200;
    private static final int STEP = 1000;

    private PortCheck() {}

    /** Returns normally if all ports are free; throws {@link StackException} that names each taken one and its holder. */
    static void requireFree(Ports ports, boolean services) {
        requireFree(ports.wanted(services), suggestion(ports));
    }

    static void requireFree(SortedMap<Integer, String> wanted, String suggestion) {
        List<String> taken = new ArrayList<>();
        wanted.forEach((port, whom) -> {
            if (isTaken(port)) {
                taken.add("  %d, wanted by %s, %s".formatted(port, whom, PortHolder.describe(port)));
            }
        });
        if (!taken.isEmpty()) {
            throw new StackException("""
                    %s taken:
                    %s
                    Stop what holds %s, or give the stack other ports: %s""".formatted(
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
                .filter(others -> others.wanted(true).keySet().stream().noneMatch(PortCheck::isTaken))
                .findFirst()
                .map(others -> others.call("up"))
                .orElse("--port-base N");
    }

    static boolean isTaken(int port) {
        return somebodyAnswers(port) || !canBind(port);
    }

    /** Where somebody listens on all addresses, some systems still allow to bind the loopback one. */
    private static boolean somebodyAnswers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException nobody) {
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
