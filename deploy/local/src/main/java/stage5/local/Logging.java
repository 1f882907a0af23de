package stage5.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** Configures logging to standard error: the program's own messages from INFO, those of libraries from WARNING. */
final class Logging {

    private Logging() {}

    /** Configures logging, unless the system property of java.util.logging names a configuration file. */
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
