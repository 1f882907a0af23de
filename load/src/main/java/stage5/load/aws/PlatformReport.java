package stage5.load.aws;

import com.fasterxml.jackson.databind.JsonNode;
import stage5.load.compare.Invocation;

/**
 * Parses the {@code platform.report} event that Lambda logs after each invocation of a function with the JSON log format (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report">schema</a>). A function
 * with SnapStart has a restore duration instead of an init duration; both count as cold starts.
 */
final class PlatformReport {

    /** Selects the events in CloudWatch Logs. */
    static final String FILTER = "{ $.type = \"platform.report\" }";

    private PlatformReport() {}

    /** Returns the invocation; throws {@link IllegalArgumentException} if the event lacks a required metric. */
    static Invocation parse(String function, JsonNode event) {
        JsonNode metrics = event.path("record").path("metrics");
        JsonNode init = metrics.path(metrics.has("initDurationMs") ? "initDurationMs" : "restoreDurationMs");
        return new Invocation(
                function,
                required(event, event.path("time")).asText(),
                required(event, metrics.path("durationMs")).asDouble(),
                required(event, metrics.path("billedDurationMs")).asLong(),
                required(event, metrics.path("memorySizeMB")).asInt(),
                metrics.has("maxMemoryUsedMB") ? metrics.path("maxMemoryUsedMB").asInt() : null,
                init.isNumber() ? init.asDouble() : null);
    }

    private static JsonNode required(JsonNode event, JsonNode value) {
        if (value.isMissingNode()) {
            throw new IllegalArgumentException("A platform.report of an unknown format: " + event);
        }
        return value;
    }
}
