package stage5.stack;

import java.time.Duration;

/**
 * How a component is at the moment.
 *
 * @param kind what its process is
 * @param pid its process, 0 where none runs; the local cloud's where the component is functions
 * @param residentKibibytes what it and all that it started keep in RAM; what functions keep is the local cloud's
 */
public record ComponentStatus(
        Component component, int port, State state, Kind kind, long pid, long residentKibibytes, Duration uptime) {

    /** What runs of a component. */
    public enum Kind {
        NOTHING,
        JVM,
        NATIVE,
        FUNCTIONS;

        /** Returns the kind of a component's process that is no local cloud to functions. */
        static Kind of(ProcessHandle process) {
            return process.info().command().filter(Project::isExecutable).isPresent() ? NATIVE : JVM;
        }
    }

    /** From well to ill. */
    public enum State {
        /** It runs and says that it is ready. */
        READY,
        /** It runs and says that it isn't ready. */
        NOT_READY,
        /** It runs and does not answer. */
        SILENT,
        /** Somebody stopped or killed it by command. */
        STOPPED,
        /** It should run, and does not. */
        DEAD
    }

    /** Returns whether the component does what it is there for. */
    public boolean isWell() {
        return state == State.READY;
    }

    public boolean isRunning() {
        return pid != 0;
    }
}
