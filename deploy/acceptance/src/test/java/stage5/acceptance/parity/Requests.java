package stage5.acceptance.parity;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.acceptance.client.Answer;
import stage5.acceptance.client.Http;
import stage5.acceptance.client.Patience;
import stage5.acceptance.parity.Recording.Kind;
import stage5.cli.shop.EventSource;

/** Replays the requests of a script, each in a trace of its own, and records what the shop answers. */
final class Requests {

    /** What a client or a cache acts on; the other headers say when, by what and over which connection. */
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

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Http shop;
    private final Variables variables;
    private final Recording recording;

    Requests(Http shop, Variables variables, Recording recording) {
        this.shop = shop;
        this.variables = variables;
        this.recording = recording;
    }

    void send(Step step, TraceName trace) {
        Answer answer = step.until() == null ? ask(step, trace.sampled()) : askUntil(step, trace.unsampled());
        variables.capture(step.capture(), answer);
        String name = step.name();
        recording.count(Kind.ANSWERS, 1);
        recording.add(Kind.ANSWERS.at(name + "/status"), Integer.toString(answer.status()));
        for (String header : HEADERS) {
            List<String> values = answer.headers().allValues(header);
            if (!values.isEmpty()) {
                recording.add(Kind.ANSWERS.at(name + "/header/" + header), String.join(", ", values));
            }
        }
        recording.addText(Kind.ANSWERS.at(name + "/body"), answer.text());
    }

    /** Follows the order's stream, over as many answers as the form needs, until it is settled. */
    void follow(Step step, TraceName trace) throws InterruptedException {
        Http http = http(step, trace.unsampled()).with("Accept", "text/event-stream");
        List<String> events = new ArrayList<>();
        EventSource.follow(last -> lines(http, step, last), data -> {
            events.add(data);
            return !data.contains("\"status\":\"placed\"");
        });
        recording.count(Kind.ANSWERS, 1);
        for (int i = 0; i < events.size(); i++) {
            recording.addText(Kind.ANSWERS.at(step.name() + "/event/" + i), events.get(i));
        }
    }

    private Stream<String> lines(Http http, Step step, Optional<String> last) {
        HttpResponse<Stream<String>> answer =
                last.map(id -> http.with("Last-Event-ID", id)).orElse(http).stream(variables.fill(step.follow()));
        if (answer.statusCode() != 200) {
            throw new AssertionError("%s answered %d".formatted(step.name(), answer.statusCode()));
        }
        return answer.body();
    }

    private Answer askUntil(Step step, String traceparent) {
        return await(step.name())
                .atMost(Patience.EFFECT)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK_AGAIN)
                .until(() -> ask(step, traceparent), answer -> answer.json()
                        .at(step.until().at())
                        .asText()
                        .equals(variables.fill(step.until().is())));
    }

    private Answer ask(Step step, String traceparent) {
        String[] request = step.request().split(" ", 2);
        return http(step, traceparent).send(request[0], variables.fill(request[1]), body(step.body()));
    }

    private Http http(Step step, String traceparent) {
        Http http = shop.with("traceparent", traceparent);
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
