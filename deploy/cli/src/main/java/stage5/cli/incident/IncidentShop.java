package stage5.cli.incident;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.trace.SpanQuery;
import stage5.stack.shop.Api;

/** The local cloud of the shop in which an incident takes place. Its methods fail with ShopException if it can't be reached. */
public final class IncidentShop implements AutoCloseable {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final int MOST_SPANS = 100;
    private static final String SEED = "seed";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Api console;

    /** @param console the address of the local cloud's console */
    public IncidentShop(URI console) {
        this.console = new Api(console);
    }

    /** Sets the faults. They end by themselves after the incident's time to live, even if this process is killed. */
    public void inject(Incident incident, long seed) throws InterruptedException {
        for (Map.Entry<String, JsonNode> fault : incident.faults().entrySet()) {
            ObjectNode settings = fault.getValue().deepCopy();
            if (!settings.has(SEED)) {
                settings.put(SEED, seed);
            }
            String path = "/faults/%s?ttl=%d"
                    .formatted(fault.getKey(), incident.timeToLive().toSeconds());
            console.put(path, settings).expect(OK);
        }
    }

    /** Removes the faults. */
    public void clear(Incident incident) throws InterruptedException {
        for (String emulator : incident.faults().keySet()) {
            console.put("/faults/" + emulator, Map.of()).expect(OK);
        }
    }

    /** Returns whether everything can be observed. */
    public boolean holds(List<Observation> observations) throws InterruptedException {
        for (Observation observation : observations) {
            if (!observation.holds(response(observation))) {
                return false;
            }
        }
        return true;
    }

    /** Returns each observation with its current value. */
    public List<String> values(List<Observation> observations) throws InterruptedException {
        List<String> values = new ArrayList<>();
        for (Observation observation : observations) {
            values.add("%s: %s".formatted(observation, observation.value(response(observation))));
        }
        return values;
    }

    /** The health of a local cloud with a fault is a 503 with the same content. */
    private JsonNode response(Observation observation) throws InterruptedException {
        return console.get(observation.console()).expect(OK, UNAVAILABLE).json();
    }

    /** Returns the newest spans that the query selects among those that began since this time. */
    public List<Span> spans(SpanQuery query, Instant since) throws InterruptedException {
        return spans(console.get(path(query, since)).expect(OK).json());
    }

    /** Returns the stored spans of a trace and of those that it is linked with; empty if none is stored. */
    public List<Span> related(String traceId) throws InterruptedException {
        JsonNode found =
                console.get("/traces/of/" + traceId).expect(OK, NOT_FOUND).json();
        return found.has("spans") ? spans(found.path("spans")) : List.of();
    }

    private static List<Span> spans(JsonNode array) {
        List<Span> spans = new ArrayList<>();
        try {
            for (JsonNode span : array) {
                spans.add(JSON.treeToValue(span, Span.class));
            }
            return spans;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The local cloud has returned an unknown form of spans", e);
        }
    }

    /** Returns the path of the query in the console. */
    static String path(SpanQuery query, Instant since) {
        StringBuilder path = new StringBuilder("/spans?limit=" + MOST_SPANS);
        add(path, "service", query.service());
        add(path, "name", query.name());
        add(path, "kind", query.kind());
        add(path, "status", query.status());
        add(path, "minMillis", query.minMillis());
        query.attributes().forEach((name, value) -> add(path, "attribute", name + "=" + value));
        query.minimums().forEach((name, least) -> add(path, "atLeast", name + "=" + least));
        add(path, "since", since);
        return path.toString();
    }

    private static void add(StringBuilder path, String name, Object value) {
        if (value != null) {
            path.append('&').append(name).append('=').append(URLEncoder.encode(value.toString(), UTF_8));
        }
    }

    @Override
    public void close() {
        console.close();
    }
}
