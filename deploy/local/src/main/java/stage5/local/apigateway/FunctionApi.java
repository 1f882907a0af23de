package stage5.local.apigateway;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import stage5.local.lambda.Invoker;
import stage5.local.lambda.InvocationOutcome;

/**
 * An API Gateway HTTP API on 127.0.0.1 with nothing but a {@code $default} route to one function, payload format 2.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     proxy integrations for HTTP APIs</a>
 */
public final class FunctionApi {

    private static final System.Logger LOG = System.getLogger(FunctionApi.class.getName());

    /** More than {@link RequestLimits} lets through, so that it decides, and not the parser. */
    private static final int MAX_PARSED_HEAD = 64 * 1024;

    private final Vertx vertx;
    private final String function;
    private final Invoker invoker;
    private final Settings settings;
    private final RequestEvents events;
    private final InFlightRequests inFlight = new InFlightRequests();
    private final ResponseCounter responses = new ResponseCounter();
    private HttpServer server;

    /**
     * What tests change.
     *
     * @param timeout how long a function may take, start included
     */
    record Settings(Duration timeout, InstantSource clock, Supplier<UUID> ids) {

        /**
         * Returns what an API has on AWS: an integration time-out of 30 s.
         *
         * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html">Quotas for
         *     HTTP APIs</a>
         */
        static Settings ofAws() {
            return new Settings(Duration.ofSeconds(30), InstantSource.system(), UUID::randomUUID);
        }
    }

    private FunctionApi(Vertx vertx, int port, String function, Invoker invoker, Settings settings) {
        this.vertx = vertx;
        this.function = function;
        this.invoker = invoker;
        this.settings = settings;
        this.events = new RequestEvents(function, port, settings.clock(), settings.ids());
    }

    /**
     * Returns the API that listens.
     *
     * @param function the name of the function that gets every request
     * @throws ExecutionException if the port can't be had
     */
    public static FunctionApi listen(Vertx vertx, int port, String function, Invoker invoker)
            throws ExecutionException, InterruptedException {
        return listen(vertx, port, function, invoker, Settings.ofAws());
    }

    static FunctionApi listen(Vertx vertx, int port, String function, Invoker invoker, Settings settings)
            throws ExecutionException, InterruptedException {
        FunctionApi api = new FunctionApi(vertx, port, function, invoker, settings);
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(MAX_PARSED_HEAD)
                .setMaxHeaderSize(MAX_PARSED_HEAD)
                .setTcpNoDelay(true);
        api.server = vertx.createHttpServer(options)
                .requestHandler(api::handle)
                .invalidRequestHandler(api::refuseUnreadable)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return api;
    }

    /** Returns how many requests have been answered with each status. */
    public SortedMap<Integer, Long> responseCounts() {
        return responses.byStatus();
    }

    /**
     * Returns what completes once the requests that were with the function are answered and nothing listens any more: at
     * the latest after the integration time-out. Requests that come meanwhile get 503.
     */
    public Future<Void> close() {
        return inFlight.drain().compose(drained -> server.close());
    }

    private void handle(HttpServerRequest request) {
        if (RequestLimits.isHeadTooLarge(request)) {
            respond(request, GatewayResponses.HEAD_TOO_LARGE);
            return;
        }
        RequestLimits.body(request).onSuccess(body -> invoke(request, body)).onFailure(failure -> {
            if (failure instanceof RequestLimits.TooLarge) {
                respond(request, GatewayResponses.TOO_LARGE);
            } else {
                LOG.log(WARNING, "A client of {0} has gone before its request was whole: {1}", function, failure);
            }
        });
    }

    private void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        boolean tooLong = cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
        request.response().putHeader("Connection", "close");
        respond(request, tooLong ? GatewayResponses.HEAD_TOO_LARGE : GatewayResponses.BAD_REQUEST);
    }

    private void invoke(HttpServerRequest request, Buffer body) {
        if (!inFlight.enter()) {
            request.response().putHeader("Connection", "close");
            respond(request, GatewayResponses.UNAVAILABLE);
            return;
        }
        invokeFunction(request, body)
                .recover(failure -> Future.succeededFuture(responseTo(failure)))
                .compose(response -> respond(request, response))
                .onComplete(sent -> inFlight.leave());
    }

    private Future<FunctionResponse> invokeFunction(HttpServerRequest request, Buffer body) {
        byte[] event;
        try {
            event = events.of(request, body);
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(GatewayResponses.BAD_REQUEST); // its query can't be decoded
        }
        return Future.fromCompletionStage(invoker.invoke(function, event), vertx.getOrCreateContext())
                .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(this::responseTo);
    }

    /**
     * Returns the answer to a request whose function was run or not. API Gateway treats errors of the function, and
     * answers in the wrong format, as internal errors; what the Lambda API rejects too, and it never tries again. Only an
     * event that is larger than Lambda takes is told apart: its payload is limited to 6 MB each way.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html">Handling Lambda errors
     *     with an API Gateway API</a>
     * @see <a
     *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html">Issues
     *     with HTTP API Lambda integrations</a>
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
     */
    private FunctionResponse responseTo(InvocationOutcome outcome) {
        return switch (outcome) {
            case InvocationOutcome.Response(byte[] payload) -> FunctionResponse.of(payload).orElseGet(() -> malformed(payload));
            case InvocationOutcome.FunctionError(String type, byte[] payload) -> {
                LOG.log(WARNING, "{0} failed: {1}", function, text(payload));
                yield GatewayResponses.INTERNAL_ERROR;
            }
            case InvocationOutcome.Refused(int status, String type, String message) -> {
                LOG.log(WARNING, "{0} was not run: {1} {2}: {3}", function, status, type, message);
                yield status == 413 ? GatewayResponses.TOO_LARGE : GatewayResponses.INTERNAL_ERROR;
            }
        };
    }

    private FunctionResponse malformed(byte[] payload) {
        LOG.log(WARNING, "{0} answered what is no response: {1}", function, text(payload));
        return GatewayResponses.INTERNAL_ERROR;
    }

    private static String text(byte[] payload) {
        return new String(payload, 0, Math.min(payload.length, 1_000), StandardCharsets.UTF_8);
    }

    /**
     * Returns the answer where there is no outcome. No AWS page states the status after the time-out; 503 is what HTTP
     * APIs are seen to give.
     *
     * @see <a href="https://github.com/serverless/serverless/issues/11222">A report of it</a>
     */
    private FunctionResponse responseTo(Throwable failure) {
        if (failure instanceof TimeoutException) {
            LOG.log(WARNING, "{0} took longer than {1}", function, settings.timeout());
            return GatewayResponses.UNAVAILABLE;
        }
        LOG.log(ERROR, "The request for " + function + " failed", failure);
        return GatewayResponses.INTERNAL_ERROR;
    }

    private Future<Void> respond(HttpServerRequest request, FunctionResponse response) {
        responses.add(response.status());
        return request.response().closed() ? Future.succeededFuture() : response.send(request);
    }
}
