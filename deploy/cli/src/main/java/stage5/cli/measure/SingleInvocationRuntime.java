package stage5.cli.measure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import stage5.stack.StackException;

/**
 * Lambda's Runtime API for a single invocation, with the times of its calls (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">runtimes-api</a>).
 */
final class SingleInvocationRuntime implements AutoCloseable {

    private static final String PATH = "/2018-06-01/runtime/";
    private static final Duration TIMEOUT = Duration.ofSeconds(10); // Lambda's limit for the init phase

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] event;
    private final CompletableFuture<Long> requested = new CompletableFuture<>();
    private final CompletableFuture<Long> answered = new CompletableFuture<>();

    private SingleInvocationRuntime(HttpServer server, byte[] event) {
        this.server = server;
        this.event = event;
    }

    /** Starts the API. The first request for an event receives the given one; later requests wait. */
    static SingleInvocationRuntime of(String event) {
        try {
            SingleInvocationRuntime invocation = new SingleInvocationRuntime(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                    event.getBytes(StandardCharsets.UTF_8));
            invocation.open();
            return invocation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() {
        server.setExecutor(threads);
        server.createContext(PATH, this::handle);
        server.start();
    }

    /** Returns the value of {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits for the runtime's first request for an event and returns its {@link System#nanoTime()}. */
    long requestedAt() throws InterruptedException {
        return await(requested, "The function does not request an event");
    }

    /**
     * Waits for the function's response and returns its {@link System#nanoTime()}; throws if the function reports an
     * error.
     */
    long answeredAt() throws InterruptedException {
        return await(answered, "The function does not answer");
    }

    private void handle(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/next")) {
            if (requested.complete(now)) {
                sendEvent(exchange);
            }
            return; // a further request waits, as in Lambda
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.endsWith("/response")) {
            answered.complete(now);
        } else {
            StackException failed = new StackException("The function failed: " + body);
            requested.completeExceptionally(failed);
            answered.completeExceptionally(failed);
        }
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    private void sendEvent(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + TIMEOUT.toMillis()));
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:measured");
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
        exchange.close();
    }

    private static long await(CompletableFuture<Long> time, String message) throws InterruptedException {
        try {
            return time.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StackException(message, e);
        } catch (ExecutionException e) {
            throw new StackException(e.getCause().getMessage(), e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
