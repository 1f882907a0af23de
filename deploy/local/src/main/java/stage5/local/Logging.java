package stage5.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** What the process says on its standard error: its own steps, and the warnings of the stand-ins. */
final class Logging {

    private Logging() {}

    /** Sets logging up, unless a system property of java.util.logging has done so. */
    static void configure() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream settings = Logging.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("The logging settings can't be read", e);
        }
    }
}
