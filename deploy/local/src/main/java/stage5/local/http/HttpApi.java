package stage5.local.http;

import static java.lang.System.Logger.Level.ERROR;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** An HTTP API of one part, on 127.0.0.1; what it refuses it refuses in JSON. */
public final class HttpApi implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpApi.class.getName());

    private final HttpServer server;

    private HttpApi(HttpServer server) {
        this.server = server;
    }

    /**
     * Returns a router that reads bodies of up to {@code maxBody} bytes (413 beyond) and answers refusals.
     */
    public static Router router(Vertx vertx, long maxBody) {
        Router router = Router.router(vertx);
        router.route().failureHandler(HttpApi::answerFailure);
        router.errorHandler(404, context -> refuse(context.response(), 404, "not_found", "There is nothing here"));
        router.errorHandler(
                405, context -> refuse(context.response(), 405, "method_not_allowed", "Not with this method"));
        router.route().handler(BodyHandler.create(false).setBodyLimit(maxBody));
        return router;
    }

    /**
     * Returns the API that listens.
     *
     * @throws ExecutionException if the port can't be had
     */
    public static HttpApi listen(Vertx vertx, int port, Handler<HttpServerRequest> handler)
            throws ExecutionException, InterruptedException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDecompressionSupported(true)
                .setHttp2ClearTextEnabled(false) // a body sent with an upgrade to HTTP/2 isn't decompressed
                .setTcpNoDelay(true);
        return new HttpApi(vertx.createHttpServer(options)
                .requestHandler(handler)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get());
    }

    private static void answerFailure(RoutingContext context) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (context.failure() instanceof HttpErrorException refusal) {
            refuse(context.response(), refusal.status(), refusal.code(), refusal.getMessage());
        } else if (context.statusCode() == 413) {
            refuse(context.response(), 413, "too_large", "The body is too large");
        } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
            refuse(context.response(), context.statusCode(), "bad_request", "The request makes no sense");
        } else {
            LOG.log(ERROR, context.request().method() + " " + context.request().path() + " failed", context.failure());
            refuse(context.response(), 500, "internal_error", "The local cloud has failed; its log says why");
        }
    }

    private static void refuse(HttpServerResponse response, int status, String code, String detail) {
        Json.answer(response, status, Map.of("status", status, "code", code, "detail", detail));
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
