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
 * The Runtime API of an environment that is made a snapshot of: a runtime asks for {@code restore/next} once it is ready
 * for that, is answered when it has been restored, and then asks for its one invocation.
 */
final class SnapshotRuntime implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final CompletableFuture<String> invocation;
    private final HttpServer server;

    /** @param event what it is invoked with, once */
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
    void awaitReady(Duration patience) throws Exception {
        ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns what the function answers after it is told that it has been restored. */
    String restore(Duration patience) throws Exception {
        restored.complete(null);
        return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
        if (answer.isDone()) {
            return; // there is no other one: it waits until this is closed
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
            answer.complete(body);
        } else {
            answer.completeExceptionally(new AssertionError(body));
        }
        send(exchange, ACCEPTED, "");
    }

    private void failed(HttpExchange exchange) throws IOException {
        AssertionError failure =
                new AssertionError(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        ready.completeExceptionally(failure);
        answer.completeExceptionally(failure);
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
