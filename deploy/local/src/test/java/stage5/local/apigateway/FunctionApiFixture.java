package stage5.local.apigateway;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import stage5.local.Ports;
import stage5.local.RecordingInvoker;
import stage5.local.TestHttp;

/** A {@link FunctionApi} with a recording function, and an HTTP client for it. */
final class FunctionApiFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-12T19:03:58.123Z");
    static final UUID ID = UUID.fromString("01234567-89ab-7cde-8f01-23456789abcd");

    final RecordingInvoker function = new RecordingInvoker();
    final int port = Ports.free().console();
    final TestHttp client = new TestHttp(port);
    final FunctionApi api;

    private final Vertx vertx = Vertx.vertx();

    FunctionApiFixture() throws Exception {
        this(Duration.ofSeconds(10));
    }

    FunctionApiFixture(Duration timeout) throws Exception {
        this(timeout, Duration.ofSeconds(60));
    }

    FunctionApiFixture(Duration timeout, Duration idleTimeout) throws Exception {
        this(timeout, idleTimeout, IamAuthorization.NONE);
    }

    FunctionApiFixture(IamAuthorization authorization) throws Exception {
        this(Duration.ofSeconds(10), Duration.ofSeconds(60), authorization);
    }

    private FunctionApiFixture(Duration timeout, Duration idleTimeout, IamAuthorization authorization)
            throws Exception {
        FunctionApi.Settings settings =
                new FunctionApi.Settings(timeout, idleTimeout, InstantSource.fixed(NOW), () -> ID);
        api = FunctionApi.listen(vertx, port, "orders", function, authorization, settings);
    }

    /** Sends these bytes and returns everything that the server sends until it closes the connection. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port);
                OutputStream output = socket.getOutputStream();
                InputStream input = socket.getInputStream()) {
            socket.setSoTimeout(10_000);
            output.write(request.getBytes(StandardCharsets.ISO_8859_1));
            output.flush();
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
        api.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
