package stage5.local.http;

import static java.lang.System.Logger.Level.ERROR;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * An HTTP API of one emulator, on 127.0.0.1. Error responses are problems with a code and, if one field of the request is
 * invalid, its name.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class HttpApi implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpApi.class.getName());

    private final HttpServer server;

    private HttpApi(HttpServer server) {
        this.server = server;
    }

    /**
     * Returns a router that reads bodies of up to {@code maxBody} bytes (413 beyond) and turns exceptions into error
     * responses.
     */
    public static Router router(Vertx vertx, long maxBody) {
        Router router = Router.router(vertx);
        router.route().failureHandler(HttpApi::respondToFailure);
        router.errorHandler(404, context -> refuse(context.response(), 404, "not_found", "There is no such resource"));
        router.errorHandler(
                405,
                context -> refuse(context.response(), 405, "method_not_allowed", "The method is not allowed here"));
        router.route().handler(BodyHandler.create(false).setBodyLimit(maxBody));
        return router;
    }

    /**
     * Starts the API and returns it once it listens.
     *
     * @throws ExecutionException if the port can't be opened
     */
    public static HttpApi listen(Vertx vertx, int port, Handler<HttpServerRequest> handler)
            throws ExecutionException, InterruptedException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDecompressionSupported(true)
                .setHttp2ClearTextEnabled(false) // Vert.x does not decompress a body sent with an upgrade to HTTP/2
                .setTcpNoDelay(true);
        return new HttpApi(vertx.createHttpServer(options)
                .requestHandler(handler)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get());
    }

    private static void respondToFailure(RoutingContext context) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (context.failure() instanceof HttpErrorException error) {
            refuse(context.response(), error);
        } else if (context.statusCode() == 413) {
            refuse(context.response(), 413, "too_large", "The body is too large");
        } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
            refuse(context.response(), context.statusCode(), "bad_request", "The request is invalid");
        } else {
            LOG.log(ERROR, context.request().method() + " " + context.request().path() + " failed", context.failure());
            refuse(context.response(), 500, "internal_error", "The local cloud failed; see its log");
        }
    }

    private static void refuse(HttpServerResponse response, int status, String code, String detail) {
        refuse(response, new HttpErrorException(status, code, detail));
    }

    private static void refuse(HttpServerResponse response, HttpErrorException error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", error.status());
        body.put("code", error.code());
        body.put("detail", error.getMessage());
        error.field().ifPresent(field -> body.put("field", field));
        response.setStatusCode(error.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(Buffer.buffer(Json.bytes(body)));
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
