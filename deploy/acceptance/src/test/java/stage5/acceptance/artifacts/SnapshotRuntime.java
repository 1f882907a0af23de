package stage5.acceptance.artifacts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Emulates the Lambda Runtime API of an execution environment with SnapStart. The runtime requests {@code restore/next}
 * when it is ready for the snapshot, gets the response after the restore, and then requests its one invocation.
 */
final class SnapshotRuntime implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    private final CompletableFuture<String> response = new CompletableFuture<>();
    private final CompletableFuture<String> invocation;
    private final HttpServer server;

    /** @param event the payload of the one invocation */
    SnapshotRuntime(String event) throws IOException {
        invocation = CompletableFuture.completedFuture(event);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT + "restore/next", this::restore);
        server.createContext(ROOT + "invocation/next", this::invoke);
        server.createContext(ROOT + "invocation/", this::answered);
        server.createContext(ROOT + "init/error", this::failed);
        server.createContext(ROOT + "restore/error", this::failed);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Returns once the function has run its hooks and waits for the snapshot. */
    void awaitReady(Duration timeout) throws Exception {
        ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes the restore and returns the function's response to its invocation. */
    String restore(Duration timeout) throws Exception {
        restored.complete(null);
        return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void restore(HttpExchange exchange) throws IOException {
        ready.complete(null);
        restored.join();
        send(exchange, OK, "");
    }

    private void invoke(HttpExchange exchange) throws IOException {
        if (response.isDone()) {
            return; // no further invocation: the runtime waits until the server stops
        }
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 20_000));
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:any");
        send(exchange, OK, invocation.join());
    }

    private void answered(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestURI().getPath().endsWith("/response")) {
            response.complete(body);
        } else {
            response.completeExceptionally(new AssertionError(body));
        }
        send(exchange, ACCEPTED, "");
    }

    private void failed(HttpExchange exchange) throws IOException {
        AssertionError failure =
                new AssertionError(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        ready.completeExceptionally(failure);
        response.completeExceptionally(failure);
        send(exchange, ACCEPTED, "");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
