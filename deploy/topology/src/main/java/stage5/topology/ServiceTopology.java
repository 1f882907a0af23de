package stage5.topology;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The cloud resources of one service: tables, topic, queues, schedules, and the functions of its lambda form.
 *
 * @param topic null for a service that publishes no events
 * @param needs what it needs on AWS beside these
 */
public record ServiceTopology(
        String service,
        String topic,
        List<Table> tables,
        List<Queue> queues,
        List<Schedule> schedules,
        List<Function> functions,
        Needs needs) {

    public ServiceTopology {
        tables = List.copyOf(requireNonNullElse(tables, List.of()));
        queues = List.copyOf(requireNonNullElse(queues, List.of()));
        schedules = List.copyOf(requireNonNullElse(schedules, List.of()));
        functions = List.copyOf(requireNonNullElse(functions, List.of()));
        needs = requireNonNullElse(needs, Needs.NOTHING);
    }

    /** Returns a service that needs nothing beside its own resources. */
    public ServiceTopology(
            String service,
            String topic,
            List<Table> tables,
            List<Queue> queues,
            List<Schedule> schedules,
            List<Function> functions) {
        this(service, topic, tables, queues, schedules, functions, Needs.NOTHING);
    }

    /** Returns the table with the service's events and its outbox, which is its first; empty if it publishes none. */
    public Optional<Table> eventTable() {
        return topic == null ? Optional.empty() : Optional.of(tables.getFirst());
    }

    /** Returns the function of the service's HTTP API; empty if it has none. */
    public Optional<Function> httpFunction() {
        return functions.stream().filter(Function::isHttp).findFirst();
    }

    /**
     * Returns the function with this handler.
     *
     * @throws NoSuchElementException if there is none
     */
    public Function functionOf(String handler) {
        return functions.stream()
                .filter(function -> handler.equals(function.handler()))
                .findFirst()
                .orElseThrow(
                        () -> new NoSuchElementException(service + " has no function with the handler " + handler));
    }
}
