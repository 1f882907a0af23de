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
import stage5.stack.Admin;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.stack.Stack;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.NoResponseException;
import stage5.stack.shop.ShopException;

/**
 * Client of the services' administration API for read models. A service rebuilds a model in slices, one for each
 * request, so this class repeats the request until the rebuild is complete. An interrupted rebuild continues with the
 * next request.
 */
public final class ReadModels implements AutoCloseable {

    private static final String MODELS = "/api/read-models";
    private static final Duration RETRY_DELAY = Duration.ofMillis(200);

    /** The time limit for retries: longer than a service takes to restart. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Stack stack;
    private final Api gateway;
    private final Map<Component, Api> services = new EnumMap<>(Component.class);
    private final Map<String, Api> owners = new HashMap<>();
    private String token;

    public ReadModels(Stack stack) {
        this.stack = stack;
        this.gateway = new Api(stack.ports().gateway());
        this.services.put(Component.ORDER, stack.api(Component.ORDER));
        if (!isNotificationUnreachable(stack)) {
            this.services.put(Component.NOTIFICATION, stack.api(Component.NOTIFICATION));
        }
    }

    /**
     * Returns whether notification-worker runs as functions. It then has no HTTP function, so its models are
     * unreachable.
     */
    public static boolean isNotificationUnreachable(Stack stack) {
        return stack.running()
                .filter(run -> run.form(Component.NOTIFICATION) == Form.LAMBDA)
                .isPresent();
    }

    /** Returns the state of each model. */
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
     * Rebuilds the model. Returns its state once the rebuild is complete, or the generations differ.
     *
     * @param goal {@code flip}, {@code force} or {@code verify}
     * @param progress receives the state after each slice
     */
    public JsonNode rebuild(String model, String goal, Consumer<JsonNode> progress) throws InterruptedException {
        Api owner = owner(model);
        String path = "%s/%s/rebuild?goal=%s".formatted(MODELS, model, goal);
        JsonNode state = call(owner, api -> api.post(path, null)).expect(200).json();
        while (!isComplete(state, goal)) {
            progress.accept(state);
            Thread.sleep(RETRY_DELAY);
            state = call(owner, api -> api.put(path, null)).expect(200).json();
        }
        return state;
    }

    /** Activates the previous generation again and returns the model's state. */
    public JsonNode rollBack(String model) throws InterruptedException {
        return call(owner(model), api -> api.post("%s/%s/rollback".formatted(MODELS, model), null))
                .expect(200)
                .json();
    }

    /** Stops the rebuild, deletes the new generation and returns the model's state. */
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
                .orElseThrow(() -> new ShopException("There is no read model %s; the read models are %s"
                        .formatted(model, String.join(", ", new TreeSet<>(owners.keySet())))));
    }

    private static boolean isComplete(JsonNode state, String goal) {
        String phase = state.path("phase").asText();
        return phase.equals("idle") || phase.equals("different") && !goal.equals("force");
    }

    /** Retries if the service does not answer, so that its restart only delays a rebuild. */
    private ApiResponse call(Api service, Call call) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                ApiResponse response = call.on(service.with("Authorization", "Bearer " + token()));
                if (response.status() == 401) {
                    token = null; // access tokens expire after ten minutes
                } else if (response.status() != 503) {
                    return response;
                }
                if (System.nanoTime() > deadline) {
                    return response;
                }
            } catch (NoResponseException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(RETRY_DELAY);
        }
    }

    private String token() throws InterruptedException {
        if (token == null) {
            Admin admin = stack.admin();
            ApiResponse session =
                    gateway.post("/api/sessions", Map.of("email", admin.email(), "password", admin.password()));
            if (session.status() != 201) {
                throw new ShopException("The administrator cannot log in: " + session.json());
            }
            token = session.text("accessToken");
        }
        return token;
    }

    private interface Call {
        ApiResponse on(Api api) throws InterruptedException;
    }
}
