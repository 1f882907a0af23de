package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import stage5.local.http.HttpErrorException;
import stage5.local.http.Json;
import stage5.local.traces.OtlpReceiver;

/** Endpoints for the newest traces. */
record TraceRoutes(OtlpReceiver traces, BlockingCalls blocking) {

    void addTo(Router router) {
        router.get("/traces").handler(this::list);
        router.get("/traces/:traceId").handler(this::one);
    }

    private void list(RoutingContext context) {
        String service = context.request().getParam("service");
        int limit = Parameters.limit(context);
        blocking.respond(context, () -> traces.traces(service, limit));
    }

    private void one(RoutingContext context) {
        String traceId = context.pathParam("traceId");
        Json.respond(
                context.response(),
                200,
                traces.trace(traceId).orElseThrow(() -> HttpErrorException.notFound("There is no trace " + traceId)));
    }
}
