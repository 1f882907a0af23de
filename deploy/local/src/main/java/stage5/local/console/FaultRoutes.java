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

/** Breaks things on purpose, and mends them. */
record FaultRoutes(RedisServer redis, Optional<SnsEmulator> sns, BlockingCalls blocking) {

    void addTo(Router router) {
        router.post("/redis/:action").handler(this::redis);
        router.get("/faults/sns")
                .handler(context ->
                        Json.answer(context.response(), 200, snsHere().fault()));
        router.put("/faults/sns").handler(this::sns);
    }

    private void redis(RoutingContext context) {
        Callable<?> action =
                switch (context.pathParam("action")) {
                    case "stop" -> stopped();
                    case "start" -> started();
                    case "restart" -> restarted();
                    default -> throw HttpErrorException.notFound("Redis can be told to stop, start or restart");
                };
        blocking.answer(context, action);
    }

    private Callable<?> stopped() {
        return () -> {
            redis.close();
            return state();
        };
    }

    private Callable<?> started() {
        return () -> {
            redis.resume();
            return state();
        };
    }

    private Callable<?> restarted() {
        return () -> {
            redis.restart();
            return state();
        };
    }

    private Map<String, String> state() {
        return Map.of("redis", redis.isUp() ? "up" : "down");
    }

    private void sns(RoutingContext context) {
        snsHere().setFault(Json.read(context.body().buffer(), SnsFault.class));
        Json.answer(context.response(), 200, snsHere().fault());
    }

    private SnsEmulator snsHere() {
        return sns.orElseThrow(
                () -> new HttpErrorException(409, "not_here", "SNS is somebody else's: it can't be broken from here"));
    }
}
