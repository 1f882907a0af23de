package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.Callable;
import stage5.local.http.HttpErrorException;
import stage5.local.redis.RedisServer;

/** Endpoints that stop, start and restart Redis. */
record RedisRoutes(RedisServer redis, BlockingCalls blocking) {

    void addTo(Router router) {
        router.post("/redis/:action").handler(this::act);
    }

    private void act(RoutingContext context) {
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
            redis.stop();
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
}
