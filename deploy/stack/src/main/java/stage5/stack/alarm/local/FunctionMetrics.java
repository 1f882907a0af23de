package stage5.stack.alarm.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.topology.Function;
import stage5.topology.ServiceTopology;

/**
 * Reads from the local cloud what Lambda and API Gateway measure of a service in the lambda form. The latency of its API is the
 * duration of its function.
 */
final class FunctionMetrics implements MetricReader {

    private static final String LAMBDA = "AWS/Lambda";
    private static final String API = "AWS/ApiGateway";
    private static final int MAX_REPORTS = 50_000;
    private static final int NOT_FOUND = 404;

    private final ServiceTopology service;
    private final Api console;
    private final Increases increases = new Increases();
    private Instant newestReport = Instant.MIN;

    FunctionMetrics(ServiceTopology service, Api console) {
        this.service = service;
        this.console = console;
    }

    @Override
    public Set<String> namespaces() {
        return Set.of(LAMBDA, API);
    }

    @Override
    public void read(Sink sink) throws InterruptedException {
        Map<String, List<Double>> durations = durations();
        for (JsonNode function :
                console.get("/lambda/functions").expect(200).json().path("functions")) {
            String name = function.path("name").asText();
            if (service.functions().stream().anyMatch(own -> own.name().equals(name))) {
                readFunction(name, function, durations.getOrDefault(name, List.of()), sink);
            }
        }
        if (service.httpFunction().isPresent()) {
            readApi(service.httpFunction().get(), durations, sink);
        }
        increases.completeReading();
    }

    /** Errors are reported with each invocation, throttles with each attempt. */
    private void readFunction(String name, JsonNode counts, List<Double> durations, Sink sink) {
        Map<String, String> dimensions = Map.of("FunctionName", name, "Resource", name + ":live");
        double invocations = increase(name, "invocations", counts);
        double errors = increase(name, "errors", counts);
        double throttles = increase(name, "throttles", counts);
        if (invocations > 0) {
            sink.add(MetricId.of(LAMBDA, "Errors", dimensions), Sample.of(errors));
        }
        if (invocations + throttles > 0) {
            sink.add(MetricId.of(LAMBDA, "Throttles", dimensions), Sample.of(throttles));
        }
        if (!durations.isEmpty()) {
            sink.add(MetricId.of(LAMBDA, "Duration", dimensions), Sample.of(durations));
        }
    }

    private double increase(String name, String count, JsonNode counts) {
        return increases.of(name + " " + count, counts.path(count).asDouble());
    }

    private void readApi(Function http, Map<String, List<Double>> durations, Sink sink) throws InterruptedException {
        ApiResponse response = console.get("/lambda/services/" + service.service());
        if (response.status() == NOT_FOUND) {
            return; // the service is stopped
        }
        double all = 0;
        double failed = 0;
        for (var answer : response.expect(200).json().path("answers").properties()) {
            double increase = increases.of(answer.getKey(), answer.getValue().asDouble());
            all += increase;
            failed += answer.getKey().startsWith("5") ? increase : 0;
        }
        Map<String, String> dimensions = Map.of("ApiId", service.service());
        if (all > 0) {
            sink.add(MetricId.of(API, "Count", dimensions), Sample.of(all));
            sink.add(MetricId.of(API, "5xx", dimensions), Sample.of(failed));
        }
        List<Double> latencies = durations.getOrDefault(http.name(), List.of());
        if (!latencies.isEmpty()) {
            sink.add(MetricId.of(API, "Latency", dimensions), Sample.of(latencies));
        }
    }

    /** Returns the durations of the invocations since the last reading, in milliseconds, by function. */
    private Map<String, List<Double>> durations() throws InterruptedException {
        Map<String, List<Double>> durations = new HashMap<>();
        Instant newest = newestReport;
        for (JsonNode report :
                console.get("/lambda/reports?limit=" + MAX_REPORTS).expect(200).json()) {
            Instant at = Instant.parse(report.path("at").asText());
            if (!at.isAfter(newestReport)) {
                break; // newest first
            }
            newest = at.isAfter(newest) ? at : newest;
            durations
                    .computeIfAbsent(report.path("function").asText(), first -> new ArrayList<>())
                    .add(report.path("durationMillis").asDouble());
        }
        boolean isFirst = newestReport.equals(Instant.MIN);
        newestReport = newest;
        return isFirst ? Map.of() : durations;
    }
}
