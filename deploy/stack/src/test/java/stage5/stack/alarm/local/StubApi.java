package stage5.stack.alarm.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stage5.stack.shop.Api;

/** An HTTP server that answers each path with a body; a path without one with 404. */
final class StubApi implements AutoCloseable {

    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final Api api;

    StubApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = bodies.get(exchange.getRequestURI().getPath());
            byte[] bytes = (body == null ? "nothing" : body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        api = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    Api api() {
        return api;
    }

    void answer(String path, String body) {
        bodies.put(path, body);
    }

    /** Refuses connections from now on. */
    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        api.close();
        server.stop(0);
    }
}
