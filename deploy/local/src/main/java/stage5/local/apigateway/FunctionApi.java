package stage5.local.apigateway;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import stage5.local.lambda.InvocationOutcome;
import stage5.local.lambda.Invoker;

/**
 * Emulates an API Gateway HTTP API on 127.0.0.1. It has one {@code $default} route to one function, in payload format
 * 2.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     proxy integrations for HTTP APIs</a>
 */
public final class FunctionApi {

    private static final System.Logger LOG = System.getLogger(FunctionApi.class.getName());

    /**
     * Larger than the limit in {@link RequestLimits}, so that this check produces the response and not the HTTP parser.
     */
    private static final int MAX_PARSED_HEAD = 64 * 1024;

    /** IMF-fixdate (RFC 9110, 5.6.7); {@code RFC_1123_DATE_TIME} has days of one digit. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Vertx vertx;
    private final String function;
    private final Invoker invoker;
    private final IamAuthorization authorization;
    private final Settings settings;
    private final RequestEvents events;
    private final InFlightRequests inFlight = new InFlightRequests();
    private final ResponseCounter responses = new ResponseCounter();
    private final Set<HttpConnection> ending = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    /**
     * Settings that tests override.
     *
     * @param timeout how long a function may take, including its start
     * @param idleTimeout how long a connection may be without a byte
     */
    record Settings(Duration timeout, Duration idleTimeout, InstantSource clock, Supplier<UUID> ids) {

        /**
         * Returns the settings on AWS: an integration time-out of 30 s. AWS documents no idle time-out for HTTP APIs;
         * this one is longer than any function takes.
         *
         * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html">Quotas for
         *     HTTP APIs</a>
         */
        static Settings ofAws() {
            return new Settings(
                    Duration.ofSeconds(30), Duration.ofSeconds(60), InstantSource.system(), UUID::randomUUID);
        }
    }

    private FunctionApi(
            Vertx vertx,
            int port,
            String function,
            Invoker invoker,
            IamAuthorization authorization,
            Settings settings) {
        this.vertx = vertx;
        this.function = function;
        this.invoker = invoker;
        this.authorization = authorization;
        this.settings = settings;
        this.events = new RequestEvents(function, port, settings.clock(), settings.ids());
    }

    /**
     * Starts the API and returns it once it listens.
     *
     * @param function the name of the function that receives every request
     * @param authorization who may call the API
     * @throws ExecutionException if the port can't be opened
     */
    public static FunctionApi listen(
            Vertx vertx, int port, String function, Invoker invoker, IamAuthorization authorization)
            throws ExecutionException, InterruptedException {
        return listen(vertx, port, function, invoker, authorization, Settings.ofAws());
    }

    static FunctionApi listen(
            Vertx vertx, int port, String function, Invoker invoker, IamAuthorization authorization, Settings settings)
            throws ExecutionException, InterruptedException {
        FunctionApi api = new FunctionApi(vertx, port, function, invoker, authorization, settings);
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(MAX_PARSED_HEAD)
                .setMaxHeaderSize(MAX_PARSED_HEAD)
                .setIdleTimeout(Math.toIntExact(settings.idleTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
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

    /** Returns the number of responses by status. */
    public SortedMap<Integer, Long> responseCounts() {
        return responses.byStatus();
    }

    /**
     * Completes once all requests in flight are answered and the port is closed, at the latest after the integration
     * time-out. New requests get 503 meanwhile.
     */
    public Future<Void> close() {
        return inFlight.drain().compose(drained -> server.close());
    }

    private void handle(HttpServerRequest request) {
        if (ending.contains(request.connection())) {
            return; // bytes after the last request, which another server could take for a part of it
        }
        Optional<FunctionResponse> refusal = RequestSyntax.refusal(request);
        if (refusal.isPresent() || RequestSyntax.isLast(request)) {
            closeAfter(request);
        }
        if (refusal.isPresent()) {
            respond(request, refusal.get());
        } else {
            accept(request);
        }
    }

    private void accept(HttpServerRequest request) {
        if (RequestLimits.isHeadTooLarge(request)) {
            respond(request, GatewayResponses.HEAD_TOO_LARGE);
            return;
        }
        RequestLimits.body(request).onSuccess(body -> authorize(request, body)).onFailure(failure -> {
            if (failure instanceof RequestLimits.TooLarge) {
                respond(request, GatewayResponses.TOO_LARGE);
            } else {
                LOG.log(
                        WARNING,
                        "A client of {0} disconnected before its request was complete: {1}",
                        function,
                        failure);
            }
        });
    }

    private void authorize(HttpServerRequest request, Buffer body) {
        if (authorization.admits(request, body, settings.clock())) {
            invoke(request, body);
        } else {
            respond(request, GatewayResponses.FORBIDDEN);
        }
    }

    private void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        boolean tooLong = cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
        closeAfter(request);
        respond(request, tooLong ? GatewayResponses.HEAD_TOO_LARGE : GatewayResponses.BAD_REQUEST);
    }

    private void invoke(HttpServerRequest request, Buffer body) {
        if (!inFlight.enter()) {
            closeAfter(request);
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
            return Future.succeededFuture(GatewayResponses.BAD_REQUEST); // invalid percent-encoding
        }
        return Future.fromCompletionStage(invoker.invoke(function, event), vertx.getOrCreateContext())
                .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(this::responseTo);
    }

    /**
     * Returns the HTTP response for the outcome of an invocation. API Gateway maps function errors, malformed responses
     * and most rejected invocations to 500, and never retries. An event above Lambda's 6 MB limit gets 413 instead.
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
            case InvocationOutcome.Response(byte[] payload) ->
                FunctionResponse.of(payload).orElseGet(() -> malformed(payload));
            case InvocationOutcome.FunctionError(String type, byte[] payload) -> {
                LOG.log(WARNING, "Function {0} failed: {1}", function, text(payload));
                yield GatewayResponses.INTERNAL_ERROR;
            }
            case InvocationOutcome.Refused(int status, String type, String message) -> {
                LOG.log(WARNING, "Function {0} was not invoked: {1} {2}: {3}", function, status, type, message);
                yield status == 413 ? GatewayResponses.TOO_LARGE : GatewayResponses.INTERNAL_ERROR;
            }
        };
    }

    private FunctionResponse malformed(byte[] payload) {
        LOG.log(WARNING, "Function {0} returned a malformed response: {1}", function, text(payload));
        return GatewayResponses.INTERNAL_ERROR;
    }

    private static String text(byte[] payload) {
        return new String(payload, 0, Math.min(payload.length, 1_000), StandardCharsets.UTF_8);
    }

    /**
     * Returns the HTTP response for an invocation without an outcome. AWS does not document the status after a
     * time-out; HTTP APIs were observed to return 503.
     *
     * @see <a href="https://github.com/serverless/serverless/issues/11222">A report of it</a>
     */
    private FunctionResponse responseTo(Throwable failure) {
        if (failure instanceof TimeoutException) {
            LOG.log(WARNING, "Function {0} took longer than {1}", function, settings.timeout());
            return GatewayResponses.UNAVAILABLE;
        }
        LOG.log(ERROR, "The request for " + function + " failed", failure);
        return GatewayResponses.INTERNAL_ERROR;
    }

    private void closeAfter(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        ending.add(connection);
        connection.closeHandler(closed -> ending.remove(connection));
        request.response().putHeader("Connection", "close").endHandler(end -> connection.close());
    }

    private Future<Void> respond(HttpServerRequest request, FunctionResponse response) {
        responses.add(response.status());
        if (!response.headers().containsKey("date")) {
            request.response().putHeader("date", DATE.format(settings.clock().instant()));
        }
        return request.response().closed() ? Future.succeededFuture() : response.send(request);
    }
}
