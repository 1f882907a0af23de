package stage5.aws.traces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/** A stub of X-Ray's retrieval API on a loopback port: first the given states, then the documents, one a page. */
final class StubXRay implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<JsonNode> starts = Collections.synchronizedList(new ArrayList<>());
    private final Queue<String> states = new ArrayDeque<>();
    private final List<String> documents = new ArrayList<>();
    private int status = 200;

    StubXRay() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void statesBefore(String... first) {
        states.addAll(List.of(first));
    }

    synchronized void store(String... spans) {
        documents.addAll(List.of(spans));
    }

    synchronized void respondWith(int code) {
        status = code;
    }

    List<JsonNode> starts() {
        return starts;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        boolean signed =
                exchange.getRequestHeaders().getFirst("Authorization").contains("/us-east-1/xray/aws4_request");
        if (status != 200 || !signed) {
            send(exchange, status == 200 ? 403 : status, JSON.createObjectNode().put("message", "planted"));
        } else if (exchange.getRequestURI().getPath().equals("/StartTraceRetrieval")) {
            starts.add(request);
            send(exchange, 200, JSON.createObjectNode().put("RetrievalToken", "token-1"));
        } else if (request.path("RetrievalToken").asText().equals("token-1")
                && request.path("TraceFormat").asText().equals("OTEL")) {
            send(exchange, 200, page(request.path("NextToken").asInt()));
        } else {
            send(exchange, 400, JSON.createObjectNode().put("message", "unknown request"));
        }
    }

    private ObjectNode page(int number) {
        String state = states.isEmpty() ? "COMPLETE" : states.remove();
        ObjectNode page = JSON.createObjectNode().put("RetrievalStatus", state).put("TraceFormat", "OTEL");
        ArrayNode traces = page.putArray("Traces");
        if (state.equals("COMPLETE") && number < documents.size()) {
            traces.addObject()
                    .put("Id", "1-4bf92f35-77b34da6a3ce929d0e0e4736")
                    .putArray("Spans")
                    .addObject()
                    .put("Document", documents.get(number));
            if (number + 1 < documents.size()) {
                page.put("NextToken", Integer.toString(number + 1));
            }
        }
        return page;
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
