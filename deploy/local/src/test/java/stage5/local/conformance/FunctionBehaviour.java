package stage5.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What a function of the suite does with its events, as the case's {@code function} states. */
final class FunctionBehaviour {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode settings;
    private final AtomicInteger invocations = new AtomicInteger();

    FunctionBehaviour(JsonNode settings) {
        this.settings = settings;
    }

    /** What becomes of an invocation. */
    sealed interface FunctionOutcome {

        record Response(byte[] payload) implements FunctionOutcome {}

        record Error(String type, String message) implements FunctionOutcome {

            /** Returns the error as the Runtime API takes it. */
            String json() {
                return JSON.createObjectNode()
                        .put("errorType", type)
                        .put("errorMessage", message)
                        .toString();
            }
        }

        record Exit() implements FunctionOutcome {}
    }

    /**
     * Handles an event.
     *
     * @param headers the headers of the Runtime API's response that contains the event
     * @param environment the environment variables of the function
     */
    FunctionOutcome handle(byte[] event, Map<String, String> headers, Map<String, String> environment)
            throws InterruptedException {
        int earlier = invocations.getAndIncrement();
        return switch (settings.path("behaviour").asText("echo")) {
            case "echo" -> new FunctionOutcome.Response(event);
            case "context" -> new FunctionOutcome.Response(context(headers, environment));
            case "return" ->
                new FunctionOutcome.Response(settings.path("value").toString().getBytes(UTF_8));
            case "text" ->
                new FunctionOutcome.Response(settings.path("text").asText().getBytes(UTF_8));
            case "print" -> {
                System.out.println(settings.path("text").asText());
                yield new FunctionOutcome.Response(event);
            }
            case "throw" -> error();
            case "exit" -> new FunctionOutcome.Exit();
            case "sleep" -> {
                Thread.sleep(Duration.ofMillis((long) (1000 * seconds(event))));
                yield new FunctionOutcome.Response(event);
            }
            case "fail-first" ->
                earlier < settings.path("times").asInt() ? error() : new FunctionOutcome.Response(event);
            default -> throw new IllegalArgumentException("Unknown behaviour: " + settings);
        };
    }

    private FunctionOutcome.Error error() {
        return new FunctionOutcome.Error(
                settings.path("errorType").asText("Probe.Failed"),
                settings.path("errorMessage").asText("on request"));
    }

    private double seconds(byte[] event) {
        if (settings.has("seconds")) {
            return settings.path("seconds").asDouble();
        }
        try {
            return JSON.readTree(event).path("seconds").asDouble();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] context(Map<String, String> headers, Map<String, String> environment) {
        ObjectNode context = JSON.createObjectNode();
        context.set("headers", JSON.valueToTree(headers));
        context.set("environment", JSON.valueToTree(environment));
        try {
            return JSON.writeValueAsBytes(context);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
