package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import stage5.local.http.Json;
import stage5.local.meter.UsageCounters;
import stage5.local.redis.RedisServer;

/** Endpoints for the usage counters. */
record MeterRoutes(UsageCounters usage, RedisServer redis, BlockingCalls blocking) {

    void addTo(Router router) {
        router.get("/meter").handler(context -> blocking.respond(context, this::totals));
        router.delete("/meter").handler(context -> blocking.respondNoContent(context, this::reset));
        router.get("/meter/keys").handler(this::keys);
        router.delete("/meter/keys").handler(this::resetKeys);
    }

    private Map<String, Map<String, Double>> totals() throws IOException {
        Map<String, Map<String, Double>> totals = new TreeMap<>(usage.totals());
        totals.put("redisCommands", redis.isUp() ? redis.commandCalls() : Map.of());
        return totals;
    }

    private void reset() throws IOException {
        usage.reset();
        if (redis.isUp()) {
            redis.resetCommandCalls();
        }
    }

    private void keys(RoutingContext context) {
        Json.respond(context.response(), 200, usage.partitionKeys().report(Parameters.limit(context)));
    }

    private void resetKeys(RoutingContext context) {
        usage.partitionKeys().reset();
        context.response().setStatusCode(204).end();
    }
}
