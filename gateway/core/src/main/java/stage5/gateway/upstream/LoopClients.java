package stage5.gateway.upstream;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * HTTP clients with the same options, one for each event loop, so that a call uses a connection of the loop that handles its
 * request. The pool of a single client returns the connection that was used last, of any loop: a call then wakes the thread of
 * another loop, and its response wakes the first one. The options limit the connections of each client, not of all together;
 * bulkheads limit the calls.
 */
final class LoopClients {

    private final Vertx vertx;
    private final HttpClientOptions options;
    private final ConcurrentMap<EventLoop, HttpClient> clients = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    LoopClients(Vertx vertx, HttpClientOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /** Returns the client of the current event loop; of any loop, if the thread is none of Vert.x. */
    HttpClient current() {
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        HttpClient client = clients.get(loop);
        return client != null ? client : clients.computeIfAbsent(loop, added -> create());
    }

    /** Returns the open connections of all clients. */
    int connections() {
        return connections.get();
    }

    private HttpClient create() {
        return vertx.httpClientBuilder()
                .with(options)
                // The builder does not take them from the options: without them a client has at most five connections.
                .with(options.getPoolOptions())
                .withConnectHandler(opened -> {
                    connections.incrementAndGet();
                    opened.closeHandler(closed -> connections.decrementAndGet());
                })
                .build();
    }
}
