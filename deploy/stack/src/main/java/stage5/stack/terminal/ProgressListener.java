package stage5.stack.terminal;

import java.time.Duration;

/** Receives the progress of a long task. */
public interface ProgressListener {

    /** Called after each step with the time that it took. */
    void done(String step, Duration took);

    /** Called with information that is not a step. */
    void note(String line);

    /** Returns a listener that ignores all calls. */
    static ProgressListener silent() {
        return new ProgressListener() {
            @Override
            public void done(String step, Duration took) {}

            @Override
            public void note(String line) {}
        };
    }
}
