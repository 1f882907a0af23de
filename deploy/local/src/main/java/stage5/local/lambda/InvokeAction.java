package stage5.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.List;

/** The action <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>. */
record InvokeAction(LambdaEmulator lambda) {

    private static final byte[] NO_EVENT = "{}".getBytes(UTF_8);
    private static final String SYNCHRONOUS = "RequestResponse";
    private static final String ASYNCHRONOUS = "Event";
    private static final String DRY_RUN = "DryRun";
    private static final List<String> INVOCATION_TYPES = List.of(ASYNCHRONOUS, SYNCHRONOUS, DRY_RUN);
    private static final String NO_LOG = "None";
    private static final String TAIL = "Tail";
    private static final List<String> LOG_TYPES = List.of(NO_LOG, TAIL);

    /** The most bytes of an asynchronous invocation's event. */
    private static final int MAX_ASYNCHRONOUS_EVENT = 1024 * 1024;

    private static final int MAX_CLIENT_CONTEXT = 3_583;

    void invoke(RoutingContext context) {
        FunctionReference function = LambdaApi.function(context);
        String type = option(context, "X-Amz-Invocation-Type", "invocationType", SYNCHRONOUS, INVOCATION_TYPES);
        boolean tail =
                option(context, "X-Amz-Log-Type", "logType", NO_LOG, LOG_TYPES).equals(TAIL);
        LambdaFunction version =
                lambda.resolve(function).orElseThrow(() -> LambdaErrorException.of(function.unknown()));
        byte[] event = event(context, type);
        switch (type) {
            case DRY_RUN -> context.response().setStatusCode(204).end();
            case ASYNCHRONOUS -> {
                // Lambda passes the client context to synchronous invocations only.
                lambda.invokeLater(new InvocationRequest(LambdaApi.requestId(context), function, event, null, false));
                context.response().setStatusCode(202).end();
            }
            default ->
                respond(
                        context,
                        version,
                        version.invoke(new InvocationRequest(
                                LambdaApi.requestId(context), function, event, clientContext(context), tail)));
        }
    }

    private static String option(
            RoutingContext context, String header, String field, String defaultValue, List<String> values) {
        String value = context.request().getHeader(header);
        if (value == null) {
            return defaultValue;
        }
        if (!values.contains(value)) {
            throw LambdaErrorException.validation(
                    "Value '%s' at '%s' failed to satisfy constraint: Member must satisfy enum value set: %s"
                            .formatted(value, field, values));
        }
        return value;
    }

    private static byte[] event(RoutingContext context, String type) {
        byte[] body = LambdaApi.body(context);
        int limit = type.equals(ASYNCHRONOUS) ? MAX_ASYNCHRONOUS_EVENT : ExecutionEnvironment.MAX_EVENT;
        if (body.length > limit) {
            throw LambdaErrorException.of(InvocationOutcome.Refused.tooLarge(body.length, type, limit));
        }
        if (body.length == 0) {
            return NO_EVENT;
        }
        LambdaJson.parse(body);
        return body;
    }

    /** Returns the client context, decoded; null if there is none. */
    private static String clientContext(RoutingContext context) {
        String encoded = context.request().getHeader("X-Amz-Client-Context");
        if (encoded == null) {
            return null;
        }
        if (encoded.length() > MAX_CLIENT_CONTEXT) {
            throw LambdaErrorException.invalidContent(
                    "Client context must be no more than " + MAX_CLIENT_CONTEXT + " bytes when base64-encoded.");
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(encoded);
            if (LambdaJson.parse(decoded).isObject()) {
                return new String(decoded, UTF_8);
            }
        } catch (IllegalArgumentException | LambdaErrorException e) {
            throw invalidClientContext();
        }
        throw invalidClientContext();
    }

    private static LambdaErrorException invalidClientContext() {
        return LambdaErrorException.invalidContent("Client context must be a valid Base64-encoded JSON object.");
    }

    private static void respond(RoutingContext context, LambdaFunction version, PendingInvocation invocation) {
        invocation.outcome().whenComplete((outcome, failure) -> {
            if (failure != null) {
                context.fail(failure);
                return;
            }
            switch (outcome) {
                case InvocationOutcome.Response(byte[] payload) ->
                    send(context.response(), version, invocation, payload);
                case InvocationOutcome.FunctionError(String type, byte[] payload) -> {
                    context.response().putHeader("X-Amz-Function-Error", type);
                    send(context.response(), version, invocation, payload);
                }
                case InvocationOutcome.Refused refused ->
                    LambdaApi.respond(context.response(), LambdaErrorException.of(refused));
            }
        });
    }

    private static void send(
            HttpServerResponse response, LambdaFunction version, PendingInvocation invocation, byte[] payload) {
        response.putHeader("X-Amz-Executed-Version", version.version()).putHeader("Content-Type", "application/json");
        if (!invocation.request().tail()) {
            response.end(Buffer.buffer(payload));
            return;
        }
        invocation.logTail().thenAccept(log -> response.putHeader(
                        "X-Amz-Log-Result", Base64.getEncoder().encodeToString(log))
                .end(Buffer.buffer(payload)));
    }
}
