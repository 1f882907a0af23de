package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import stage5.local.http.Json;
import stage5.local.http.HttpErrorException;
import stage5.local.redis.RedisServer;
import stage5.local.sns.SnsFault;
import stage5.local.sns.SnsEmulator;

/** Endpoints that inject faults and remove them. */
record FaultRoutes(RedisServer redis, Optional<SnsEmulator> sns, BlockingCalls blocking) {

    void addTo(Router router) {
        router.post("/redis/:action").handler(this::redis);
        router.get("/faults/sns")
                .handler(context ->
                        Json.respond(context.response(), 200, embeddedSns().fault()));
        router.put("/faults/sns").handler(this::sns);
    }

    private void redis(RoutingContext context) {
        Callable<?> action =
                switch (context.pathParam("action")) {
                    case "stop" -> stop();
                    case "start" -> start();
                    case "restart" -> restart();
                    default -> throw HttpErrorException.notFound("The action must be stop, start or restart");
                };
        blocking.respond(context, action);
    }

    private Callable<?> stop() {
        return () -> {
            redis.close();
            return state();
        };
    }

    private Callable<?> start() {
        return () -> {
            redis.resume();
            return state();
        };
    }

    private Callable<?> restart() {
        return () -> {
            redis.restart();
            return state();
        };
    }

    private Map<String, String> state() {
        return Map.of("redis", redis.isUp() ? "up" : "down");
    }

    private void sns(RoutingContext context) {
        embeddedSns().setFault(Json.read(context.body().buffer(), SnsFault.class));
        Json.respond(context.response(), 200, embeddedSns().fault());
    }

    private SnsEmulator embeddedSns() {
        return sns.orElseThrow(
                () -> new HttpErrorException(409, "not_here", "SNS is external: faults can't be injected"));
    }
}
