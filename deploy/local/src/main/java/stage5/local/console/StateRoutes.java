package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import stage5.local.Emulator;
import stage5.local.fault.FaultReport;
import stage5.local.http.Json;
import stage5.local.traces.ZipkinServer;

/** Endpoints for health and state. */
record StateRoutes(Console.Sources sources) {

    private static final String UP = "up";
    private static final String DOWN = "down";

    private record Health(String status, Map<String, String> parts) {}

    /** @param faults how often each fault took effect, by emulator */
    private record State(
            Map<String, Integer> ports,
            int mails,
            int spans,
            long spansDroppedByZipkin,
            String weather,
            Map<String, Map<String, Long>> faults) {}

    void addTo(Router router) {
        router.get("/health").handler(this::health);
        router.get("/state").handler(this::state);
    }

    /** Responds with 200 once every emulator that the shop needs is up, else with 503. Zipkin is not needed. */
    private void health(RoutingContext context) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (Emulator emulator : sources.emulators()) {
            parts.put(emulator.name(), emulator.isUp() ? UP : DOWN);
        }
        boolean up = !parts.containsValue(DOWN);
        parts.put("zipkin", sources.zipkin().map(StateRoutes::zipkin).orElse("off"));
        Json.respond(context.response(), up ? 200 : 503, new Health(up ? UP : DOWN, parts));
    }

    private static String zipkin(ZipkinServer zipkin) {
        return zipkin.isUp() ? UP : DOWN;
    }

    private void state(RoutingContext context) {
        FaultReport report = sources.weather().report();
        Map<String, Map<String, Long>> faults = new TreeMap<>();
        report.faults().forEach((emulator, status) -> faults.put(emulator, status.effects()));
        State state = new State(
                sources.ports().byName(),
                sources.mail().count(),
                sources.traces().count(),
                sources.zipkin().map(ZipkinServer::dropped).orElse(0L),
                report.weather(),
                faults);
        Json.respond(context.response(), 200, state);
    }
}
