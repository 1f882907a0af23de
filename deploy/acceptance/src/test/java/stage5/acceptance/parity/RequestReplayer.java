package stage5.acceptance.parity;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.TestTimeouts;
import stage5.acceptance.parity.Recording.Kind;
import stage5.stack.shop.EventSource;

/** Replays the requests of a script, each in a trace of its own, and records the responses. */
final class RequestReplayer {

    /** Headers that affect clients and caches. Others, such as {@code Date}, differ in each run. */
    private static final List<String> HEADERS = List.of(
            "content-type",
            "location",
            "etag",
            "cache-control",
            "retry-after",
            "www-authenticate",
            "allow",
            "accept",
            "vary",
            "stage5-stale",
            "ratelimit",
            "ratelimit-policy",
            "x-content-type-options");

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final ApiClient shop;
    private final ScriptVariables variables;
    private final Recording recording;

    RequestReplayer(ApiClient shop, ScriptVariables variables, Recording recording) {
        this.shop = shop;
        this.variables = variables;
        this.recording = recording;
    }

    void send(ScriptStep step, StepTrace trace) {
        ApiResponse response =
                step.until() == null ? sendOnce(step, trace.sampled()) : sendUntil(step, trace.unsampled());
        variables.capture(step.capture(), response);
        String name = step.name();
        recording.count(Kind.RESPONSES, 1);
        recording.add(Kind.RESPONSES.at(name + "/status"), Integer.toString(response.status()));
        for (String header : HEADERS) {
            List<String> values = response.headers().allValues(header);
            if (!values.isEmpty()) {
                recording.add(Kind.RESPONSES.at(name + "/header/" + header), String.join(", ", values));
            }
        }
        recording.addText(Kind.RESPONSES.at(name + "/body"), response.text());
    }

    /** Follows the order's event stream until the order is settled, over as many responses as the form needs. */
    void follow(ScriptStep step, StepTrace trace) throws InterruptedException {
        ApiClient http = http(step, trace.unsampled()).with("Accept", "text/event-stream");
        List<String> events = new ArrayList<>();
        EventSource.follow(last -> lines(http, step, last), data -> {
            events.add(data);
            return !data.contains("\"status\":\"placed\"");
        });
        recording.count(Kind.RESPONSES, 1);
        for (int i = 0; i < events.size(); i++) {
            recording.addText(Kind.RESPONSES.at(step.name() + "/event/" + i), events.get(i));
        }
    }

    private Stream<String> lines(ApiClient http, ScriptStep step, Optional<String> last) {
        HttpResponse<Stream<String>> response =
                last.map(id -> http.with("Last-Event-ID", id)).orElse(http).stream(variables.fill(step.follow()));
        if (response.statusCode() != 200) {
            throw new AssertionError("%s returned %d".formatted(step.name(), response.statusCode()));
        }
        return response.body();
    }

    private ApiResponse sendUntil(ScriptStep step, String traceparent) {
        return await(step.name())
                .atMost(TestTimeouts.EFFECT)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .until(() -> sendOnce(step, traceparent), response -> response.json()
                        .at(step.until().at())
                        .asText()
                        .equals(variables.fill(step.until().is())));
    }

    private ApiResponse sendOnce(ScriptStep step, String traceparent) {
        String[] request = step.request().split(" ", 2);
        return http(step, traceparent).send(request[0], variables.fill(request[1]), body(step.body()));
    }

    private ApiClient http(ScriptStep step, String traceparent) {
        // Otherwise it would depend on the time between two requests whether the gateway asks the service.
        ApiClient http = shop.with("traceparent", traceparent).with("Cache-Control", "no-cache");
        if (step.as() != null) {
            http = http.with("Authorization", "Bearer " + variables.get(step.as()));
        }
        for (var header : step.headers().entrySet()) {
            http = http.with(header.getKey(), variables.fill(header.getValue()));
        }
        return http;
    }

    private String body(JsonNode body) {
        return body == null ? null : variables.fill(body.isTextual() ? body.asText() : body.toString());
    }
}
