package stage5.topology;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/** What one service owns: its tables, its topic, its queues, its schedules. */
public record ServiceTopology(
        String service, String topic, List<Table> tables, List<Queue> queues, List<Schedule> schedules) {

    public ServiceTopology {
        tables = List.copyOf(requireNonNullElse(tables, List.of()));
        queues = List.copyOf(requireNonNullElse(queues, List.of()));
        schedules = List.copyOf(requireNonNullElse(schedules, List.of()));
    }
}
