package stage5.load.generator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A server that answers every request at once with constant JSON that fits every call of the shop's API. */
public final class TrivialServer implements AutoCloseable {

    private static final byte[] ANSWER = """
            {"items":[{"sku":"NOTHING-1","category":"nothing","name":"Nothing at all"}],"id":"1","status":"confirmed",
            "accessToken":"nobody","expiresIn":86400}""".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;

    private TrivialServer(HttpServer server) {
        this.server = server;
    }

    /** Starts a server on a free port. */
    public static TrivialServer start() {
        return start(0);
    }

    static TrivialServer start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", TrivialServer::answer);
            server.start();
            return new TrivialServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status(exchange), ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }

    private static int status(HttpExchange exchange) {
        if (!exchange.getRequestMethod().equals("POST")) {
            return 200;
        }
        return exchange.getRequestURI().getPath().equals("/api/orders") ? 202 : 201;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
