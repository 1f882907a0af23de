package stage5.acceptance.rawinput;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import stage5.kit.testing.http.RawRequest;
import stage5.stack.Component;
import stage5.stack.Ports;

/** Servers at the addresses of the services behind the gateway: each request gets a 200, and is recorded. */
final class UpstreamStubs implements AutoCloseable {

    /** A longer target or head than the gateway accepts is recorded as well. */
    private static final int LONGEST = 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final List<RawRequest> received = new CopyOnWriteArrayList<>();

    private UpstreamStubs() {}

    /** Returns the stubs once they listen. */
    static UpstreamStubs listen(Ports ports) {
        UpstreamStubs stubs = new UpstreamStubs();
        for (Component service : List.of(Component.CATALOG, Component.ORDER, Component.USER)) {
            HttpServerOptions options = new HttpServerOptions()
                    .setHost(ports.address(service).getHost())
                    .setPort(ports.of(service))
                    .setMaxInitialLineLength(LONGEST)
                    .setMaxHeaderSize(LONGEST);
            await(stubs.vertx
                    .createHttpServer(options)
                    .requestHandler(stubs::answer)
                    .invalidRequestHandler(stubs::answer)
                    .listen());
        }
        return stubs;
    }

    /** Returns the requests since the last call. */
    List<RawRequest> take() {
        List<RawRequest> all = new ArrayList<>(received);
        received.removeAll(all);
        return all;
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private void answer(HttpServerRequest request) {
        if (request.path() != null && request.path().startsWith("/.well-known/")) {
            request.response().setStatusCode(503).end(); // the gateway's own request for the keys of tokens
            return;
        }
        received.add(new RawRequest(
                request.method().name(),
                request.uri(),
                request.headers().names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet())));
        request.response()
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .end("{}");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
