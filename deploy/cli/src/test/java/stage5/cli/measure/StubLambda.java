package stage5.cli.measure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import stage5.cli.stack.Ports;

/** The local cloud's Lambda service, as far as a measurement asks it. Its function takes the same each time. */
final class StubLambda implements AutoCloseable {

    private static final String REPORT =
            "{\"requestId\":\"%d\",\"initMillis\":812.4,\"durationMillis\":100.2,\"maxMemoryMiB\":180}";

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final AtomicInteger invocations = new AtomicInteger();
    private final String answer;

    /** @param answer of the function */
    StubLambda(Ports ports, String answer) throws IOException {
        this.answer = answer;
        listen(ports.console());
        listen(ports.lambda());
    }

    /** Returns what it was asked for but its reports, in order. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private void listen(URI uri) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(uri.getHost(), uri.getPort()), 0);
        server.createContext("/", this::handle);
        server.start();
        servers.add(server);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        exchange.getRequestBody().readAllBytes();
        if (path.startsWith("/lambda/reports")) {
            answer(exchange, invocations.get() == 0 ? "[]" : "[" + REPORT.formatted(invocations.get()) + "]");
            return;
        }
        asked.add(exchange.getRequestMethod() + " " + path);
        if (path.endsWith("/invocations")) {
            invocations.incrementAndGet();
            answer(exchange, answer);
        } else {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
