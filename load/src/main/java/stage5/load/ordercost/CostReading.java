package stage5.load.ordercost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counters at one time, by kind and then by name: a table, topic, queue, command or process. Counters start with the local
 * cloud or the process.
 */
record CostReading(Map<CostKind, Map<String, Double>> counts) {

    /** <a href="https://redis.io/docs/latest/commands/info/">A line of the section commandstats</a>. */
    private static final Pattern COMMAND = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),.*");

    CostReading {
        counts = new EnumMap<>(counts);
    }

    /**
     * Returns a reading.
     *
     * @param meter the local cloud's counters
     * @param commandStatistics Redis' section commandstats
     * @param cpuMillis the CPU time of each process
     */
    static CostReading of(JsonNode meter, String commandStatistics, Map<String, Double> cpuMillis) {
        Map<CostKind, Map<String, Double>> counts = new EnumMap<>(CostKind.class);
        for (CostKind kind : CostKind.values()) {
            kind.counter().ifPresent(counter -> counts.put(kind, numbers(meter.path(counter))));
        }
        counts.put(CostKind.REDIS_COMMANDS, commands(commandStatistics));
        counts.put(CostKind.CPU, cpuMillis);
        return new CostReading(counts);
    }

    /** Returns what was added since an earlier reading; names without a difference are left out. */
    CostReading since(CostReading before) {
        Map<CostKind, Map<String, Double>> differences = new EnumMap<>(CostKind.class);
        counts.forEach((kind, now) -> {
            Map<String, Double> added = new TreeMap<>();
            now.forEach((name, count) -> {
                double difference =
                        count - before.counts().getOrDefault(kind, Map.of()).getOrDefault(name, 0.0);
                if (difference != 0) {
                    added.put(name, difference);
                }
            });
            differences.put(kind, added);
        });
        return new CostReading(differences);
    }

    private static Map<String, Double> numbers(JsonNode counter) {
        Map<String, Double> numbers = new TreeMap<>();
        counter.properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
        return numbers;
    }

    /** Leaves out INFO, which is the measurement itself. */
    private static Map<String, Double> commands(String statistics) {
        Map<String, Double> commands = new TreeMap<>();
        statistics.lines().map(COMMAND::matcher).filter(Matcher::matches).forEach(line -> {
            if (!line.group(1).equals("info")) {
                commands.put(line.group(1), Double.valueOf(line.group(2)));
            }
        });
        return commands;
    }
}
