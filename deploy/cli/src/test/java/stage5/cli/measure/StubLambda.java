package stage5.cli.measure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import stage5.stack.Ports;

/** Replaces the local cloud's Lambda service in tests. Each invocation reports the same figures. */
final class StubLambda implements AutoCloseable {

    private static final String REPORT =
            "{\"requestId\":\"%d\",\"initMillis\":812.4,\"durationMillis\":100.2,\"maxMemoryMiB\":180}";

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private int invocations; // guarded by this
    private final int status;
    private final String answer;

    /** Starts a server that answers each invocation with the given status and body. */
    StubLambda(Ports ports, int status, String answer) throws IOException {
        this.status = status;
        this.answer = answer;
        listen(ports.console());
        listen(ports.lambda());
    }

    /** Returns all requests except those for reports, in order. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
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
            answer(
                    exchange,
                    200,
                    IntStream.iterate(invocations, number -> number > 0, number -> number - 1)
                            .mapToObj(REPORT::formatted)
                            .collect(Collectors.joining(",", "[", "]")));
            return;
        }
        requests.add(exchange.getRequestMethod() + " " + path);
        if (path.endsWith("/invocations")) {
            invocations++;
            answer(exchange, status, answer);
        } else {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
