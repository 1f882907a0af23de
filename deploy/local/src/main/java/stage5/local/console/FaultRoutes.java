package stage5.local.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import stage5.local.fault.WeatherControl;
import stage5.local.http.HttpErrorException;
import stage5.local.http.Json;

/** Endpoints that inject faults, show their effects and remove them. */
record FaultRoutes(WeatherControl weather) {

    private static final String TIME_TO_LIVE = "ttl";
    private static final long MAX_SECONDS = 24 * 60 * 60;

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
        weather.set(context.pathParam("emulator"), body(context), timeToLive(context));
        settings(context);
    }

    /** Returns the seconds after which the faults end by themselves; empty if the request states none. */
    private static Optional<Duration> timeToLive(RoutingContext context) {
        String value = context.request().getParam(TIME_TO_LIVE);
        if (value == null) {
            return Optional.empty();
        }
        long seconds = Parameters.number(TIME_TO_LIVE, value);
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw HttpErrorException.badRequest(TIME_TO_LIVE + " must lie between 1 and " + MAX_SECONDS + " seconds");
        }
        return Optional.of(Duration.ofSeconds(seconds));
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
