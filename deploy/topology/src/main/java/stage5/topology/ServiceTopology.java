package stage5.topology;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What one service owns: its tables, its topic, its queues, its schedules, and the functions of its lambda form.
 *
 * @param topic null for a service that publishes nothing
 */
public record ServiceTopology(
        String service,
        String topic,
        List<Table> tables,
        List<Queue> queues,
        List<Schedule> schedules,
        List<Function> functions) {

    public ServiceTopology {
        tables = List.copyOf(requireNonNullElse(tables, List.of()));
        queues = List.copyOf(requireNonNullElse(queues, List.of()));
        schedules = List.copyOf(requireNonNullElse(schedules, List.of()));
        functions = List.copyOf(requireNonNullElse(functions, List.of()));
    }

    /** Returns the function behind the service's HTTP API, if it has one. */
    public Optional<Function> httpFunction() {
        return functions.stream().filter(Function::isHttp).findFirst();
    }

    /**
     * Returns the function with that handler.
     *
     * @throws NoSuchElementException if there is none
     */
    public Function functionOf(String handler) {
        return functions.stream()
                .filter(function -> handler.equals(function.handler()))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(service + " has no function for " + handler));
    }
}
