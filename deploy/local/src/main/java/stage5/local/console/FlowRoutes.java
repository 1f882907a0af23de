package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import stage5.kit.telemetry.flows.AsyncMode;
import stage5.kit.telemetry.flows.FlowContract;
import stage5.kit.telemetry.flows.FlowMonitor;
import stage5.local.http.HttpErrorException;
import stage5.local.traces.OtlpReceiver;

/** Endpoints that check the flows in the spans that arrive. */
record FlowRoutes(OtlpReceiver traces, BlockingCalls blocking) {

    private static final int DEFAULT_SECONDS = 60;

    void addTo(Router router) {
        router.put("/flows").handler(this::begin);
        router.get("/flows").handler(this::report);
        router.delete("/flows").handler(this::stop);
    }

    private void begin(RoutingContext context) {
        FlowMonitor monitor = new FlowMonitor(contracts(context), mode(context), Duration.ofSeconds(seconds(context)));
        traces.watchFlows(monitor);
        context.response().setStatusCode(204).end();
    }

    private static AsyncMode mode(RoutingContext context) {
        String mode = context.request().getParam("mode", AsyncMode.PARENT.name());
        return Stream.of(AsyncMode.values())
                .filter(value -> value.name().equals(mode.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> HttpErrorException.badRequest("mode is parent, link or both, not " + mode));
    }

    private static int seconds(RoutingContext context) {
        String seconds = context.request().getParam("within", Integer.toString(DEFAULT_SECONDS));
        if (!seconds.matches("[1-9]\\d{0,4}")) {
            throw HttpErrorException.badRequest("within is a number of seconds, not " + seconds);
        }
        return Integer.parseInt(seconds);
    }

    private static List<FlowContract> contracts(RoutingContext context) {
        List<String> flows = context.queryParam("flow");
        return (flows.isEmpty() ? FlowContract.FLOWS : flows)
                .stream()
                        .map(flow -> {
                            if (!FlowContract.FLOWS.contains(flow)) {
                                throw HttpErrorException.badRequest("There is no flow " + flow);
                            }
                            return FlowContract.of(flow);
                        })
                        .toList();
    }

    private void report(RoutingContext context) {
        FlowMonitor monitor = traces.flows()
                .orElseThrow(() -> HttpErrorException.notFound("Flows are not checked: PUT /flows begins"));
        boolean over = Parameters.bool(context, "over", false);
        blocking.respond(context, () -> over ? monitor.reportAsIfOver() : monitor.report());
    }

    private void stop(RoutingContext context) {
        traces.watchFlows(null);
        context.response().setStatusCode(204).end();
    }
}
