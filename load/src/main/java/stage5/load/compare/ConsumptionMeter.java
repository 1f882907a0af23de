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
import java.util.regex.Pattern;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Table;
import stage5.topology.Topology;

/**
 * Reads what the services consume besides compute: the local cloud's counters, attributed to the service that owns the
 * table, topic or queue, and the sizes of the logs. Logs of functions include Lambda's own lines.
 */
final class ConsumptionMeter {

    /** The local cloud's name of each counter. */
    private static final Map<Metric, String> COUNTED = Map.of(
            Metric.READ_UNITS, "readUnits",
            Metric.WRITE_UNITS, "writeUnits",
            Metric.DYNAMODB_CALLS, "dynamodbCalls",
            Metric.SNS_CALLS, "snsCalls",
            Metric.SQS_CALLS, "sqsCalls",
            Metric.PUBLISHES, "publishes",
            Metric.DELIVERIES, "deliveries",
            Metric.SPAN_BYTES, "spanBytes",
            Metric.TRACES, "traces");

    /** The local cloud names a call by the resource and the operation; several tables are joined by a plus sign. */
    private static final Pattern RESOURCE_END = Pattern.compile("[ +]");

    private final Stack stack;
    private final LocalCloudConsole console;
    private final Map<String, Component> owners = new HashMap<>();

    ConsumptionMeter(Stack stack, LocalCloudConsole console) {
        this.stack = stack;
        this.console = console;
        Topology topology = Topology.load();
        for (Component part : Component.services()) {
            ServiceTopology service = topology.of(part.label());
            owners.put(part.label(), part);
            Optional.ofNullable(service.topic()).ifPresent(topic -> owners.put(topic, part));
            service.tables().stream().map(Table::name).forEach(table -> owners.put(table, part));
            service.queues().stream().map(Queue::name).forEach(queue -> owners.put(queue, part));
        }
    }

    /** The amounts consumed since the start of the local cloud. */
    record Reading(Map<Metric, Map<Component, Double>> amounts) {

        /** Returns the amounts consumed since an earlier reading. */
        Map<Metric, Map<Component, Double>> since(Reading before) {
            Map<Metric, Map<Component, Double>> consumed = new EnumMap<>(Metric.class);
            amounts.forEach((metric, now) -> {
                Map<Component, Double> byService = new EnumMap<>(Component.class);
                now.forEach((service, amount) -> byService.put(
                        service, amount - before.amounts().get(metric).getOrDefault(service, 0.0)));
                consumed.put(metric, byService);
            });
            return consumed;
        }
    }

    /** Returns the current reading. */
    Reading read() throws InterruptedException {
        JsonNode counts = console.meter();
        Map<Metric, Map<Component, Double>> amounts = new EnumMap<>(Metric.class);
        COUNTED.forEach((metric, name) -> amounts.put(metric, byOwner(counts.path(name))));
        amounts.put(Metric.LOG_BYTES, logs());
        return new Reading(amounts);
    }

    /** Ignores counts that belong to no service, such as spans of the command-line tools. */
    private Map<Component, Double> byOwner(JsonNode counts) {
        Map<Component, Double> amounts = new EnumMap<>(Component.class);
        counts.properties().forEach(count -> {
            Component owner = owners.get(RESOURCE_END.split(count.getKey())[0]);
            if (owner != null) {
                amounts.merge(owner, count.getValue().asDouble(), Double::sum);
            }
        });
        return amounts;
    }

    private Map<Component, Double> logs() {
        Map<Component, Double> sizes = new EnumMap<>(Component.class);
        for (Component part : Component.services()) {
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
