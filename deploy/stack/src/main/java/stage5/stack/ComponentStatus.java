package stage5.stack;

import java.time.Duration;

/**
 * The current status of a component.
 *
 * @param kind what runs it
 * @param pid its process id, or 0 if none runs; functions have the process id of the local cloud
 * @param residentKibibytes resident memory of its process and that process's descendants; 0 for functions, whose memory
 *     counts for the local cloud
 */
public record ComponentStatus(
        Component component, int port, State state, Kind kind, long pid, long residentKibibytes, Duration uptime) {

    /** What runs a component. */
    public enum Kind {
        NOTHING,
        JVM,
        NATIVE,
        FUNCTIONS;

        /** Returns whether a component's own process is a JVM or a native executable. */
        static Kind of(ProcessHandle process) {
            return process.info().command().filter(Project::isExecutable).isPresent() ? NATIVE : JVM;
        }
    }

    /** The states, from best to worst. */
    public enum State {
        /** It runs and its health check answers 200. */
        READY,
        /** It runs and its health check answers another status. */
        NOT_READY,
        /** It runs and its health check does not answer. */
        SILENT,
        /** A command stopped or killed it. */
        STOPPED,
        /** It should run, but its process has ended. */
        DEAD
    }

    /** Returns whether the component is ready. */
    public boolean isWell() {
        return state == State.READY;
    }

    public boolean isRunning() {
        return pid != 0;
    }
}
