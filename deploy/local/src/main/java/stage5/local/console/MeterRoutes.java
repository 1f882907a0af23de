package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stage5.local.http.Json;
import stage5.local.meter.UsageCounters;
import stage5.local.redis.RedisServer;

/** Endpoints for the usage counters. */
record MeterRoutes(UsageCounters usage, List<RedisServer> redis, BlockingCalls blocking) {

    void addTo(Router router) {
        router.get("/meter").handler(context -> blocking.respond(context, this::totals));
        router.delete("/meter").handler(context -> blocking.respondNoContent(context, this::reset));
        router.get("/meter/keys").handler(this::keys);
        router.delete("/meter/keys").handler(this::resetKeys);
    }

    private Map<String, Map<String, Double>> totals() throws IOException {
        Map<String, Map<String, Double>> totals = new TreeMap<>(usage.totals());
        Map<String, Double> commands = new TreeMap<>();
        for (RedisServer server : redis) {
            if (server.isUp()) {
                server.commandCalls().forEach((command, calls) -> commands.merge(command, calls, Double::sum));
            }
        }
        totals.put("redisCommands", commands);
        return totals;
    }

    private void reset() throws IOException {
        usage.reset();
        for (RedisServer server : redis) {
            if (server.isUp()) {
                server.resetCommandCalls();
            }
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
