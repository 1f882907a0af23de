package stage5.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Replaces every component in tests: a process that answers each health check with 200 and ends on SIGTERM. */
public final class StubComponent {

    public static void main(String[] arguments) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(arguments)), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        System.out.println("AWS_PROFILE=" + System.getenv("AWS_PROFILE") + " STAGE5_ORDER_URL="
                + System.getenv("STAGE5_ORDER_URL"));
    }

    private static int port(String[] arguments) {
        int base = List.of(arguments).indexOf("--port-base");
        return base < 0
                ? Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"))
                : Integer.parseInt(arguments[base + 1]) + 11;
    }
}
