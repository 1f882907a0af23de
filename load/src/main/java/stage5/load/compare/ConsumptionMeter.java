package stage5.load.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stage5.cli.stack.Part;
import stage5.cli.stack.Stack;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Table;
import stage5.topology.Topology;

/**
 * Reads what the services have consumed besides compute: what the local cloud has counted, each count with the service
 * that owns the table, topic or queue, and how long their logs are. Functions' logs have Lambda's own lines, too.
 */
final class ConsumptionMeter {

    /** By metric, what the local cloud's meter calls it. */
    private static final Map<Metric, String> COUNTED = Map.of(
            Metric.READ_UNITS, "readUnits",
            Metric.WRITE_UNITS, "writeUnits",
            Metric.PUBLISHES, "publishes",
            Metric.DELIVERIES, "deliveries",
            Metric.SPAN_BYTES, "spanBytes",
            Metric.TRACES, "traces");

    private final Stack stack;
    private final LocalConsole console;
    private final Map<String, Part> owners = new HashMap<>();

    ConsumptionMeter(Stack stack, LocalConsole console) {
        this.stack = stack;
        this.console = console;
        Topology topology = Topology.load();
        for (Part part : Part.services()) {
            ServiceTopology service = topology.of(part.label());
            owners.put(part.label(), part);
            Optional.ofNullable(service.topic()).ifPresent(topic -> owners.put(topic, part));
            service.tables().stream().map(Table::name).forEach(table -> owners.put(table, part));
            service.queues().stream().map(Queue::name).forEach(queue -> owners.put(queue, part));
        }
    }

    /** What was consumed from the start up to a moment. */
    record Reading(Map<Metric, Map<Part, Double>> amounts) {

        /** Returns what was consumed since that earlier reading. */
        Map<Metric, Map<Part, Double>> since(Reading before) {
            Map<Metric, Map<Part, Double>> consumed = new EnumMap<>(Metric.class);
            amounts.forEach((metric, now) -> {
                Map<Part, Double> byPart = new EnumMap<>(Part.class);
                now.forEach((part, amount) ->
                        byPart.put(part, amount - before.amounts().get(metric).getOrDefault(part, 0.0)));
                consumed.put(metric, byPart);
            });
            return consumed;
        }
    }

    /** Returns what was consumed so far. */
    Reading read() throws InterruptedException {
        JsonNode counts = console.meter();
        Map<Metric, Map<Part, Double>> amounts = new EnumMap<>(Metric.class);
        COUNTED.forEach((metric, name) -> amounts.put(metric, byOwner(counts.path(name))));
        amounts.put(Metric.LOG_BYTES, logs());
        return new Reading(amounts);
    }

    /** Leaves out what belongs to no service, such as the spans of whoever looks on. */
    private Map<Part, Double> byOwner(JsonNode counts) {
        Map<Part, Double> amounts = new EnumMap<>(Part.class);
        counts.properties().forEach(count -> {
            if (owners.containsKey(count.getKey())) {
                amounts.merge(owners.get(count.getKey()), count.getValue().asDouble(), Double::sum);
            }
        });
        return amounts;
    }

    private Map<Part, Double> logs() {
        Map<Part, Double> sizes = new EnumMap<>(Part.class);
        for (Part part : Part.services()) {
            Path log = stack.log(part);
            try {
                sizes.put(part, Files.exists(log) ? (double) Files.size(log) : 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sizes;
    }
}
