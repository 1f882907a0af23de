package stage5.stack.terminal;

import java.time.Duration;

/** Hears how a long task goes on. */
public interface ProgressListener {

    /** A step is done. */
    void done(String step, Duration took);

    /** Something that is worth a line but is no step. */
    void note(String line);

    /** Returns one that tells nobody. */
    static ProgressListener silent() {
        return new ProgressListener() {
            @Override
            public void done(String step, Duration took) {}

            @Override
            public void note(String line) {}
        };
    }
}
