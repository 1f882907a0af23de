package stage5.local.console;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import stage5.local.http.Json;

/** Runs blocking calls on a worker thread and sends their result as the response. */
record BlockingCalls(Vertx vertx) {

    void respond(RoutingContext context, Callable<?> call) {
        vertx.executeBlocking(call::call, false)
                .onSuccess(result -> Json.respond(context.response(), 200, result))
                .onFailure(context::fail);
    }

    /** Runs a call that returns a page. */
    void respondHtml(RoutingContext context, Callable<String> call) {
        vertx.executeBlocking(call::call, false)
                .onSuccess(page -> context.response()
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .end(page))
                .onFailure(context::fail);
    }

    /** Runs a call without a result; responds with 204. */
    void respondNoContent(RoutingContext context, Task task) {
        vertx.executeBlocking(
                        () -> {
                            task.run();
                            return null;
                        },
                        false)
                .onSuccess(respondNoContent ->
                        context.response().setStatusCode(204).end())
                .onFailure(context::fail);
    }

    /** A call that may throw; {@link HttpErrorException} determines the error response. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }
}
