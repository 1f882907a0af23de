package stage5.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import stage5.local.http.HttpApi;
import stage5.local.http.HttpErrorException;
import stage5.local.http.Json;

/**
 * The Lambda API, limited to <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a> with
 * the invocation type {@code RequestResponse}.
 */
record InvokeApi(Vertx vertx, Invoker functions) {

    private static final byte[] NO_EVENT = "{}".getBytes(UTF_8);

    Router router() {
        Router router = HttpApi.router(vertx, 2L * ExecutionEnvironment.MAX_EVENT);
        router.post("/2015-03-31/functions/:name/invocations").handler(this::invoke);
        return router;
    }

    private void invoke(RoutingContext context) {
        String type = context.request().getHeader("X-Amz-Invocation-Type");
        Buffer body = context.body().buffer();
        byte[] event = body == null || body.length() == 0 ? NO_EVENT : body.getBytes();
        if (type != null && !type.equals("RequestResponse")) {
            throw HttpErrorException.badRequest("X-Amz-Invocation-Type must be RequestResponse, not " + type);
        }
        functions.invoke(context.pathParam("name"), event).whenComplete((outcome, failure) -> {
            if (failure == null) {
                respond(context.response(), outcome);
            } else {
                context.fail(failure);
            }
        });
    }

    private static void respond(HttpServerResponse response, InvocationOutcome outcome) {
        switch (outcome) {
            case InvocationOutcome.Response(byte[] payload) -> send(response, payload);
            case InvocationOutcome.FunctionError(String type, byte[] payload) -> {
                response.putHeader("X-Amz-Function-Error", type);
                send(response, payload);
            }
            case InvocationOutcome.Refused(int status, String type, String message) -> {
                response.putHeader("X-Amzn-ErrorType", type);
                Json.respond(response, status, Map.of("Message", message));
            }
        }
    }

    private static void send(HttpServerResponse response, byte[] payload) {
        response.putHeader("X-Amz-Executed-Version", "$LATEST")
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(payload));
    }
}
