package stage5.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stage5.topology.AwsEndpoints;

/**
 * The processes of a stack, stored in {@code run.json}.
 *
 * @param portBase the base from which its ports are counted
 * @param externalAws the endpoints of DynamoDB, SQS and SNS; null for those of the local cloud
 * @param startedAt when the stack was started
 * @param launcher the process that started it, which may have ended since
 * @param components the latest process of each component that was started; called {@code parts} in the file
 */
public record RunState(
        int portBase,
        AwsEndpoints externalAws,
        Instant startedAt,
        ProcessIdentity launcher,
        @JsonProperty("parts") Map<Component, Entry> components) {

    /**
     * A component's latest process.
     *
     * @param process the component's own process; the local cloud's if the form is lambda
     * @param wanted false once a command has stopped or killed the component
     */
    public record Entry(ProcessIdentity process, boolean wanted, Form form) {

        Entry unwanted() {
            return new Entry(process, false, form);
        }

        /** A container may run on until it has stopped; functions are removed as soon as they are unwanted. */
        private boolean mayRun() {
            return wanted || form == Form.CONTAINER;
        }
    }

    public RunState {
        components = components.isEmpty() ? Map.of() : new EnumMap<>(components);
    }

    static RunState begin(Ports ports, Instant now, ProcessIdentity launcher) {
        return new RunState(ports.base(), ports.externalAws(), now, launcher, Map.of());
    }

    /** Returns the component's latest process, whether or not it still runs; empty if it was never started. */
    public Optional<Entry> entry(Component component) {
        return Optional.ofNullable(components.get(component));
    }

    /** Returns the process that runs the component or its functions; empty if the component does not run. */
    public Optional<ProcessHandle> running(Component component) {
        return entry(component).filter(Entry::mayRun).flatMap(entry -> entry.process()
                .find());
    }

    /** Returns the form in which the component was last started. */
    public Form form(Component component) {
        return entry(component).map(Entry::form).orElse(Form.CONTAINER);
    }

    /** Returns the form in which all services were last started; empty if their forms differ. */
    public Optional<Form> commonForm() {
        Set<Form> forms = Component.services().stream().map(this::form).collect(Collectors.toSet());
        return forms.size() == 1 ? forms.stream().findFirst() : Optional.empty();
    }

    /** Returns whether any process of the stack runs, or the process that starts it. */
    public boolean isAlive() {
        return launcher.isAlive()
                || components.values().stream()
                        .anyMatch(entry -> entry.process().isAlive());
    }

    RunState with(Component component, Entry entry) {
        Map<Component, Entry> changed = new EnumMap<>(Component.class);
        changed.putAll(components);
        changed.put(component, entry);
        return new RunState(portBase, externalAws, startedAt, launcher, changed);
    }

    RunState without(Component component) {
        return entry(component).map(entry -> with(component, entry.unwanted())).orElse(this);
    }
}
