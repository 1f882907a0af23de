package stage5.kit.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A process for {@link ServerStartTests}: responds with 200 on the port of its argument; ends if the port is taken. */
final class HealthServer {

    static final String PORT_TAKEN = "The port is taken";

    private HealthServer() {}

    public static void main(String... arguments) {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        } catch (IOException e) {
            System.out.println(PORT_TAKEN);
            System.exit(1);
        }
    }
}
