package stage5.local.lambda;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import stage5.local.http.HttpApi;
import stage5.local.http.Json;

/**
 * The Lambda API: Invoke, versions, aliases, and settings of asynchronous invocations.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html">Actions</a>
 */
record LambdaApi(Vertx vertx, LambdaEmulator lambda) {

    static final String FUNCTION = "/2015-03-31/functions/:name";

    private static final String REQUEST_ID = "x-amzn-RequestId";

    Router router() {
        Router router = HttpApi.router(vertx, 2L * ExecutionEnvironment.MAX_EVENT);
        router.route().handler(context -> {
            context.response().putHeader(REQUEST_ID, InvocationRequest.newId());
            context.next();
        });
        handle(router.post(FUNCTION + "/invocations"), new InvokeAction(lambda)::invoke);
        new VersionActions(lambda).addTo(router);
        new EventInvokeConfigActions(lambda).addTo(router);
        return router;
    }

    /** Adds the action to the route. Its exceptions become error responses of the API. */
    static void handle(Route route, Handler<RoutingContext> action) {
        route.handler(context -> {
            try {
                action.handle(context);
            } catch (LambdaErrorException e) {
                respond(context.response(), e);
            }
        });
    }

    static void respond(HttpServerResponse response, LambdaErrorException error) {
        response.putHeader("X-Amzn-ErrorType", error.type());
        Json.respond(response, error.status(), error.body());
    }

    /** Returns the function and qualifier that the request states. */
    static FunctionReference function(RoutingContext context) {
        return FunctionReference.parse(
                context.pathParam("name"), queryParameter(context, "Qualifier").orElse(null));
    }

    static Optional<String> queryParameter(RoutingContext context, String name) {
        return context.queryParam(name).stream().findFirst();
    }

    /** Returns the request's id, which the response states. */
    static String requestId(RoutingContext context) {
        return context.response().headers().get(REQUEST_ID);
    }

    static byte[] body(RoutingContext context) {
        return context.body().buffer() == null
                ? new byte[0]
                : context.body().buffer().getBytes();
    }
}
