package stage5.cli.stack;

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
 * @param parts the processes by part; a part that was never started is missing
 */
public record RunState(
        int portBase, AwsEndpoints externalAws, Instant startedAt, ProcessIdentity launcher, Map<Part, Entry> parts) {

    /**
     * A part's newest process.
     *
     * @param process the local cloud's where the part's form is lambda
     * @param wanted false once somebody has stopped or killed it on purpose
     */
    public record Entry(ProcessIdentity process, boolean wanted, Form form) {

        Entry unwanted() {
            return new Entry(process, false, form);
        }

        /** Returns whether the part takes requests, as far as processes tell: functions are gone once unwanted. */
        private boolean mayRun() {
            return wanted || form == Form.CONTAINER;
        }
    }

    public RunState {
        parts = parts.isEmpty() ? Map.of() : new EnumMap<>(parts);
    }

    static RunState begin(Ports ports, Instant now, ProcessIdentity launcher) {
        return new RunState(ports.base(), ports.externalAws(), now, launcher, Map.of());
    }

    /** Returns the part's newest process, whether it still runs or not. */
    public Optional<Entry> entry(Part part) {
        return Optional.ofNullable(parts.get(part));
    }

    /** Returns the part's process, or the one that runs its functions, if it runs. */
    public Optional<ProcessHandle> running(Part part) {
        return entry(part).filter(Entry::mayRun).flatMap(entry -> entry.process()
                .find());
    }

    /** Returns the form in which the part was started last. */
    public Form form(Part part) {
        return entry(part).map(Entry::form).orElse(Form.CONTAINER);
    }

    /** Returns whether any process of the stack runs, or the one that is just starting it. */
    public boolean isAlive() {
        return launcher.isAlive()
                || parts.values().stream().anyMatch(entry -> entry.process().isAlive());
    }

    RunState with(Part part, Entry entry) {
        Map<Part, Entry> changed = new EnumMap<>(Part.class);
        changed.putAll(parts);
        changed.put(part, entry);
        return new RunState(portBase, externalAws, startedAt, launcher, changed);
    }

    RunState without(Part part) {
        return entry(part).map(entry -> with(part, entry.unwanted())).orElse(this);
    }
}
