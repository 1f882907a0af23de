package stage5.local.lambda;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.local.http.Json;

/**
 * The Lambda Runtime API, from which an environment's runtime fetches its events (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">runtime API, version 2018-06-01</a>). Each
 * environment has its own API on its own port.
 */
final class RuntimeApi {

    private static final Pattern PATH =
            Pattern.compile("/2018-06-01/runtime/(?:invocation/(?:(next)|([^/]+)/(response|error))|(init/error))");
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

    private final HttpServer server;

    private RuntimeApi(HttpServer server) {
        this.server = server;
    }

    /** Handles the runtime's calls. Each method is called on the context on which the API was opened. */
    interface RuntimeHandler {

        /**
         * Keeps the request open until there is an event. Replies {@link Reply#INVALID_TRANSITION} to a call in the
         * wrong state.
         */
        void next(HttpServerResponse event);

        Reply response(String requestId, byte[] payload);

        Reply error(String requestId, String errorType, byte[] payload);

        Reply initError(String errorType, byte[] payload);
    }

    /** The API's responses to the runtime's POST calls. */
    enum Reply {
        ACCEPTED(202, null, null),
        INVALID_REQUEST_ID(400, "InvalidRequestID", "Invalid request ID"),
        INVALID_TRANSITION(403, "InvalidStateTransition", "Transition is not allowed"),
        TOO_LARGE(413, "RequestEntityTooLarge", "The response is too large");

        private final int status;
        private final Map<String, String> body;

        Reply(int status, String errorType, String errorMessage) {
            this.status = status;
            this.body = errorType == null
                    ? Map.of("status", "OK")
                    : Map.of("errorType", errorType, "errorMessage", errorMessage);
        }

        void sendTo(HttpServerResponse response) {
            Json.respond(response, status, body);
        }
    }

    /**
     * Completes with the API once it listens; fails if no port can be opened. Must be called on the handler's context.
     */
    static Future<RuntimeApi> open(Vertx vertx, RuntimeHandler handler) {
        return vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setTcpNoDelay(true))
                .requestHandler(request -> dispatch(request, handler))
                .listen()
                .map(RuntimeApi::new);
    }

    /** Returns the value of the variable {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    void close() {
        server.close();
    }

    private static void dispatch(HttpServerRequest request, RuntimeHandler handler) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            request.response().setStatusCode(404).end();
        } else if (path.group(1) != null && request.method() == HttpMethod.GET) {
            handler.next(request.response());
        } else if (path.group(1) == null && request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> post(request, path, body, handler).sendTo(request.response()));
        } else {
            request.response().setStatusCode(405).end();
        }
    }

    private static Reply post(HttpServerRequest request, Matcher path, Buffer body, RuntimeHandler handler) {
        byte[] payload = body.getBytes();
        if (path.group(4) != null) {
            return handler.initError(errorType(request), payload);
        }
        return path.group(3).equals("response")
                ? handler.response(path.group(2), payload)
                : handler.error(path.group(2), errorType(request), payload);
    }

    private static String errorType(HttpServerRequest request) {
        String type = request.getHeader(ERROR_TYPE);
        return type == null ? "Function.Unknown" : type;
    }
}
