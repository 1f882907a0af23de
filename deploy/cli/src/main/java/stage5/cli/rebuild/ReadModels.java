package stage5.cli.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.Api;
import stage5.stack.shop.NoResponseException;
import stage5.stack.shop.ShopException;
import stage5.stack.Admin;
import stage5.stack.Form;
import stage5.stack.Component;
import stage5.stack.Stack;

/**
 * The read models of the services that have any, as the administrator sees them. The service does the work, as much as fits into a
 * request; whoever asks on has a rebuild done, and one that was interrupted goes on with the next who asks.
 */
public final class ReadModels implements AutoCloseable {

    private static final String MODELS = "/api/read-models";
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** How long a service may be gone: as long as it takes to start again. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Stack stack;
    private final Api gateway;
    private final Map<Component, Api> services = new EnumMap<>(Component.class);
    private final Map<String, Api> owners = new HashMap<>();
    private String token;

    public ReadModels(Stack stack) {
        this.stack = stack;
        this.gateway = new Api(stack.ports().gateway());
        this.services.put(Component.ORDER, new Api(stack.ports().address(Component.ORDER)));
        if (!isOutOfReach(stack)) {
            this.services.put(Component.NOTIFICATION, new Api(stack.ports().address(Component.NOTIFICATION)));
        }
    }

    /** Returns whether notification-worker runs as functions, of which none is for HTTP: nobody can ask for its models. */
    public static boolean isOutOfReach(Stack stack) {
        return stack.running()
                .filter(run -> run.form(Component.NOTIFICATION) == Form.LAMBDA)
                .isPresent();
    }

    /** Returns how each model is. */
    public List<JsonNode> list() throws InterruptedException {
        List<JsonNode> models = new ArrayList<>();
        for (Api service : services.values()) {
            for (JsonNode model :
                    call(service, api -> api.get(MODELS)).expect(200).json()) {
                owners.put(model.path("model").asText(), service);
                models.add(model);
            }
        }
        return models;
    }

    /**
     * Returns how the model is once it is rebuilt, or found different.
     *
     * @param goal {@code flip}, {@code force} or {@code verify}
     * @param progress hears after each slice how far it is
     */
    public JsonNode rebuild(String model, String goal, Consumer<JsonNode> progress) throws InterruptedException {
        Api owner = owner(model);
        String path = "%s/%s/rebuild?goal=%s".formatted(MODELS, model, goal);
        JsonNode now = call(owner, api -> api.post(path, null)).expect(200).json();
        while (!isOver(now, goal)) {
            progress.accept(now);
            Thread.sleep(PAUSE);
            now = call(owner, api -> api.put(path, null)).expect(200).json();
        }
        return now;
    }

    /** Returns how the model is once the generation is read again that was read before. */
    public JsonNode rollBack(String model) throws InterruptedException {
        return call(owner(model), api -> api.post("%s/%s/rollback".formatted(MODELS, model), null))
                .expect(200)
                .json();
    }

    /** Returns how the model is once the new generation is given up. */
    public JsonNode abandon(String model) throws InterruptedException {
        return call(owner(model), api -> api.delete("%s/%s/rebuild".formatted(MODELS, model)))
                .expect(200)
                .json();
    }

    @Override
    public void close() {
        gateway.close();
        services.values().forEach(Api::close);
    }

    private Api owner(String model) throws InterruptedException {
        if (!owners.containsKey(model)) {
            list();
        }
        return Optional.ofNullable(owners.get(model))
                .orElseThrow(() -> new ShopException("There is no read model %s; there are %s"
                        .formatted(model, String.join(", ", new TreeSet<>(owners.keySet())))));
    }

    private static boolean isOver(JsonNode now, String goal) {
        String phase = now.path("phase").asText();
        return phase.equals("idle") || phase.equals("different") && !goal.equals("force");
    }

    /** Asks again where nobody answers: killing the service costs a rebuild nothing but time. */
    private ApiResponse call(Api service, Call call) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                ApiResponse answer = call.on(service.with("Authorization", "Bearer " + token()));
                if (answer.status() == 401) {
                    token = null; // they live for ten minutes
                } else if (answer.status() != 503) {
                    return answer;
                }
                if (System.nanoTime() > deadline) {
                    return answer;
                }
            } catch (NoResponseException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE);
        }
    }

    private String token() throws InterruptedException {
        if (token == null) {
            Admin admin = stack.admin();
            ApiResponse session =
                    gateway.post("/api/sessions", Map.of("email", admin.email(), "password", admin.password()));
            if (session.status() != 201) {
                throw new ShopException("The administrator can't log in: " + session.json());
            }
            token = session.text("accessToken");
        }
        return token;
    }

    private interface Call {
        ApiResponse on(Api api) throws InterruptedException;
    }
}
