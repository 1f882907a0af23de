package stage5.local.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import stage5.local.fault.WeatherControl;
import stage5.local.http.Json;

/** Endpoints that inject faults, show their effects and remove them. */
record FaultRoutes(WeatherControl weather) {

    void addTo(Router router) {
        router.get("/faults").handler(this::report);
        router.put("/faults").handler(this::setAll);
        router.delete("/faults").handler(this::clear);
        router.get("/faults/:emulator").handler(this::settings);
        router.put("/faults/:emulator").handler(this::set);
        router.put("/weather/:preset").handler(this::applyPreset);
        router.get("/weather").handler(context -> Json.respond(context.response(), 200, weather.presets()));
    }

    private void report(RoutingContext context) {
        Json.respond(context.response(), 200, weather.report());
    }

    private void setAll(RoutingContext context) {
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        body(context).properties().forEach(emulator -> settings.put(emulator.getKey(), emulator.getValue()));
        weather.setAll(settings);
        report(context);
    }

    private void clear(RoutingContext context) {
        weather.clear();
        report(context);
    }

    private void settings(RoutingContext context) {
        Json.respond(context.response(), 200, weather.settings(context.pathParam("emulator")));
    }

    private void set(RoutingContext context) {
        weather.set(context.pathParam("emulator"), body(context));
        settings(context);
    }

    private void applyPreset(RoutingContext context) {
        String seed = context.request().getParam("seed");
        weather.applyPreset(context.pathParam("preset"), seed == null ? null : Parameters.number("seed", seed));
        report(context);
    }

    private static JsonNode body(RoutingContext context) {
        return Json.read(context.body().buffer(), ObjectNode.class);
    }
}
