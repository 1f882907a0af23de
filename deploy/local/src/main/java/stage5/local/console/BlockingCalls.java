package stage5.local.console;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import stage5.local.http.Json;

/** Does what takes time away from the event loop, and answers with the outcome. */
record BlockingCalls(Vertx vertx) {

    void answer(RoutingContext context, Callable<?> work) {
        vertx.executeBlocking(work::call, false)
                .onSuccess(outcome -> Json.answer(context.response(), 200, outcome))
                .onFailure(context::fail);
    }

    /** Does what has no outcome but that it is done: 204. */
    void done(RoutingContext context, Task task) {
        vertx.executeBlocking(
                        () -> {
                            task.run();
                            return null;
                        },
                        false)
                .onSuccess(done -> context.response().setStatusCode(204).end())
                .onFailure(context::fail);
    }

    /** What may fail in any way: how is told to the caller, as far as it is a refusal. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }
}
