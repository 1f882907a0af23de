package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import stage5.local.http.Json;
import stage5.local.http.Refusal;
import stage5.local.traces.TracesPart;

/** The traces of late. */
record TracePages(TracesPart traces, Work work) {

    void addTo(Router router) {
        router.get("/traces").handler(this::list);
        router.get("/traces/:traceId").handler(this::one);
    }

    private void list(RoutingContext context) {
        String service = context.request().getParam("service");
        int limit = Parameters.limit(context);
        work.answer(context, () -> traces.traces(service, limit));
    }

    private void one(RoutingContext context) {
        String traceId = context.pathParam("traceId");
        Json.answer(
                context.response(),
                200,
                traces.trace(traceId).orElseThrow(() -> Refusal.notFound("There is no trace " + traceId)));
    }
}
