package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import stage5.local.http.HttpErrorException;
import stage5.local.http.Json;
import stage5.local.traces.OtlpReceiver;

/** Endpoints for the newest traces, for what is wrong with spans, and for lost spans. */
record TraceRoutes(OtlpReceiver traces, BlockingCalls blocking) {

    void addTo(Router router) {
        router.get("/traces").handler(this::list);
        router.get("/traces/:traceId").handler(this::one);
        router.get("/conventions").handler(context -> blocking.respond(context, traces.violations()::report));
        router.get("/telemetry/ledger").handler(context -> blocking.respond(context, traces.ledger()::report));
        router.delete("/conventions").handler(this::clear);
    }

    private void clear(RoutingContext context) {
        traces.violations().clear();
        context.response().setStatusCode(204).end();
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
