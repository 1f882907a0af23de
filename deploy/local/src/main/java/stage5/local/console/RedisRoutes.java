package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import stage5.local.http.HttpErrorException;
import stage5.local.redis.RedisServer;

/** Endpoints that stop, start and restart Redis: all servers, or the one that the parameter {@code server} names. */
record RedisRoutes(List<RedisServer> servers, BlockingCalls blocking) {

    private static final String SERVER = "server";

    void addTo(Router router) {
        router.post("/redis/:action").handler(this::act);
    }

    private void act(RoutingContext context) {
        List<RedisServer> selected = selected(context.request().getParam(SERVER));
        Callable<?> action =
                switch (context.pathParam("action")) {
                    case "stop" -> each(selected, RedisServer::stop);
                    case "start" -> each(selected, RedisServer::resume);
                    case "restart" -> each(selected, RedisServer::restart);
                    default -> throw HttpErrorException.notFound("The action must be stop, start or restart");
                };
        blocking.respond(context, action);
    }

    private List<RedisServer> selected(String name) {
        List<RedisServer> selected = servers.stream()
                .filter(server -> name == null || server.name().equals(name))
                .toList();
        if (selected.isEmpty()) {
            throw HttpErrorException.notFound("The server must be one of "
                    + servers.stream().map(RedisServer::name).toList());
        }
        return selected;
    }

    private static Callable<?> each(List<RedisServer> servers, Action action) {
        return () -> {
            Map<String, String> state = new TreeMap<>();
            for (RedisServer server : servers) {
                action.on(server);
                state.put(server.name(), server.isUp() ? "up" : "down");
            }
            return state;
        };
    }

    /** An action on a server. */
    private interface Action {

        void on(RedisServer server) throws IOException, InterruptedException;
    }
}
