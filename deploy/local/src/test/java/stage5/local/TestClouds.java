package stage5.local;

import java.nio.file.Path;

/** Starts local clouds for tests. */
public final class TestClouds {

    private static final int ATTEMPTS = 3;

    private TestClouds() {}

    /** Returns a local cloud without Zipkin. Takes other ports if another process has taken one of them meanwhile. */
    public static LocalCloud start(Path directory) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return LocalCloud.start(Options.of(Ports.free(), directory, false));
            } catch (StartException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                System.err.printf("Attempt %d: %s%n", attempt, e.getMessage());
            }
        }
    }
}
