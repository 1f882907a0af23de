package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.trace.TraceDifference;
import stage5.kit.telemetry.trace.TraceReport;
import stage5.local.http.HttpErrorException;
import stage5.local.http.Json;
import stage5.local.traces.OtlpReceiver;

/**
 * Endpoints for the newest traces, for what is wrong with spans and for lost spans, and a page that shows the spans of an
 * order or a trace as a tree.
 */
record TraceRoutes(OtlpReceiver traces, URI zipkin, BlockingCalls blocking) {

    private static final int LISTED = 50;

    void addTo(Router router) {
        router.get("/traces/of/:id").handler(context -> blocking.respond(context, () -> related(context)));
        router.get("/trace").handler(this::page);
        router.get("/spans").handler(this::search);
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

    private void search(RoutingContext context) {
        SpanSearch search = SpanSearch.of(context.queryParams());
        int limit = Parameters.limit(context);
        blocking.respond(context, () -> traces.newestSpans(search::selects, limit));
    }

    private Map<String, Object> related(RoutingContext context) {
        String id = context.pathParam("id");
        List<Span> spans = traces.related(id);
        if (spans.isEmpty()) {
            throw HttpErrorException.notFound("No stored span belongs to " + id);
        }
        return Map.of("id", id, "spans", spans);
    }

    private void page(RoutingContext context) {
        String id = context.request().getParam("id", "").strip();
        String healthy = context.request().getParam("diff", "").strip();
        TracePage page = new TracePage(zipkin);
        blocking.respondHtml(
                context, () -> id.isEmpty() ? page.list(traces.traces(null, LISTED)) : page(page, id, healthy));
    }

    private String page(TracePage page, String id, String healthy) {
        Optional<TraceReport> report = report(id);
        if (report.isEmpty()) {
            return page.unknown(id);
        }
        if (healthy.isEmpty()) {
            return page.of(id, report.get());
        }
        return report(healthy)
                .map(other -> page.difference(id, healthy, TraceDifference.between(report.get(), other)))
                .orElseGet(() -> page.unknown(healthy));
    }

    private Optional<TraceReport> report(String id) {
        List<Span> spans = traces.related(id);
        return spans.isEmpty() ? Optional.empty() : Optional.of(TraceReport.of(spans));
    }

    private void one(RoutingContext context) {
        String traceId = context.pathParam("traceId");
        Json.respond(
                context.response(),
                200,
                traces.trace(traceId).orElseThrow(() -> HttpErrorException.notFound("There is no trace " + traceId)));
    }
}
