package stage5.stack;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import stage5.topology.AwsEndpoints;

/**
 * What a stack consists of at the moment, as remembered in {@code run.json}.
 *
 * @param portBase the base that its ports are counted from
 * @param externalAws where DynamoDB, SQS and SNS are, null for the local cloud's own
 * @param startedAt when it was started
 * @param launcher the process that started it; it may have left since
 * @param components the processes by component; a component that was never started is missing
 */
public record RunState(
        int portBase, AwsEndpoints externalAws, Instant startedAt, ProcessIdentity launcher, Map<Component, Entry> components) {

    /**
     * A component's newest process.
     *
     * @param process the local cloud's where the component's form is lambda
     * @param wanted false once somebody has stopped or killed it on purpose
     */
    public record Entry(ProcessIdentity process, boolean wanted, Form form) {

        Entry unwanted() {
            return new Entry(process, false, form);
        }

        /** Returns whether the component takes requests, as far as processes tell: functions are gone once unwanted. */
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

    /** Returns the component's newest process, whether it still runs or not. */
    public Optional<Entry> entry(Component component) {
        return Optional.ofNullable(components.get(component));
    }

    /** Returns the component's process, or the one that runs its functions, if it runs. */
    public Optional<ProcessHandle> running(Component component) {
        return entry(component).filter(Entry::mayRun).flatMap(entry -> entry.process()
                .find());
    }

    /** Returns the form in which the component was started last. */
    public Form form(Component component) {
        return entry(component).map(Entry::form).orElse(Form.CONTAINER);
    }

    /** Returns whether any process of the stack runs, or the one that is just starting it. */
    public boolean isAlive() {
        return launcher.isAlive()
                || components.values().stream().anyMatch(entry -> entry.process().isAlive());
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
