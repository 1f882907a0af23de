package stage5.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A stub of an upstream service with a behaviour that the test sets. */
public final class StubService implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final Vertx vertx;
    private final URI address;
    private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
    private volatile Consumer<HttpServerRequest> behaviour = answer(200, "{}");
    private HttpServer server;

    /** A request as the service received it. */
    public record ReceivedRequest(HttpMethod method, String uri, MultiMap headers, Buffer body) {}

    public StubService(Vertx vertx, URI address) {
        this.vertx = vertx;
        this.address = address;
    }

    public StubService start() {
        server = vertx.createHttpServer().requestHandler(this::handle);
        GatewayTestBase.await(server.listen(address.getPort(), address.getHost()));
        return this;
    }

    /** Stops listening and closes all connections, as a crashed service does. */
    @Override
    public void close() {
        if (server != null) {
            GatewayTestBase.await(server.close());
            server = null;
        }
    }

    public StubService does(Consumer<HttpServerRequest> behaviour) {
        this.behaviour = behaviour;
        return this;
    }

    /** Returns the requests received so far. */
    public List<ReceivedRequest> received() {
        return received;
    }

    public ReceivedRequest onlyRequest() {
        if (received.size() != 1) {
            throw new AssertionError("Expected one request, got " + received);
        }
        return received.getFirst();
    }

    public static Consumer<HttpServerRequest> answer(int status, String json) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .end(json);
    }

    public static Consumer<HttpServerRequest> silence() {
        return request -> {};
    }

    /**
     * Writes a body without end, as fast as the client takes it.
     *
     * @param written counts the bytes
     * @param closed completes once the client closes the connection
     */
    public static Consumer<HttpServerRequest> endless(AtomicLong written, Promise<Void> closed) {
        return request -> {
            request.connection().closeHandler(closed::tryComplete);
            request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
            request.response().drainHandler(drained -> fill(request.response(), written));
            fill(request.response(), written);
        };
    }

    private static void fill(HttpServerResponse response, AtomicLong written) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(Buffer.buffer(new byte[CHUNK]));
            written.addAndGet(CHUNK);
        }
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            received.add(new ReceivedRequest(
                    request.method(),
                    request.uri(),
                    MultiMap.caseInsensitiveMultiMap().addAll(request.headers()),
                    body));
            behaviour.accept(request);
        });
    }
}
