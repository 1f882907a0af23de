package stage5.gateway.lambda.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plays catalog-service and order-service. A test sets its answers by path, and reads the requests. */
public final class StubServices implements QuarkusTestResourceLifecycleManager {

    private static final Map<String, StubResponse> ANSWERS = new ConcurrentHashMap<>();
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

    private HttpServer server;

    /** An answer with JSON. */
    public record StubResponse(int status, String json, Map<String, String> headers) {}

    static void answer(String path, int status, String json, Map<String, String> headers) {
        ANSWERS.put(path, new StubResponse(status, json, headers));
    }

    /** Returns path and query of all requests for a path. */
    static List<String> received(String path) {
        return RECEIVED.stream()
                .filter(target -> target.equals(path) || target.startsWith(path + "?"))
                .toList();
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", StubServices::handle);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of("stage5.gateway.upstreams.catalog.url", url, "stage5.gateway.upstreams.order.url", url);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static void handle(HttpExchange exchange) throws IOException {
        RECEIVED.add(exchange.getRequestURI().toString());
        StubResponse answer =
                ANSWERS.getOrDefault(exchange.getRequestURI().getPath(), new StubResponse(404, "{}", Map.of()));
        byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
