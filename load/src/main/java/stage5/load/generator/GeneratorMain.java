package stage5.load.generator;

import io.gatling.app.Gatling;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of the generator's process: Gatling with a {@link ShopSimulation}. Each run has its own process
 * because Gatling exits the JVM, and so that all runs start alike.
 */
final class GeneratorMain {

    /** Prefix of the output line with time zero, in milliseconds since 1970. */
    static final String ZERO = "zero at ";

    /** The system property that enables Gatling's report. */
    static final String REPORT = "stage5.load.report";

    private GeneratorMain() {}

    public static void main(String[] arguments) {
        List<String> options = new ArrayList<>(List.of(
                "--simulation",
                ShopSimulation.class.getName(),
                "--results-folder",
                GeneratorSettings.read().results().toString()));
        if (!Boolean.getBoolean(REPORT)) {
            options.add("--no-reports");
        }
        try {
            Gatling.main(options.toArray(String[]::new));
        } catch (Throwable e) {
            // Gatling's Scala code throws undeclared checked exceptions, and its threads would keep the process alive.
            print(e);
            System.exit(1);
        }
    }

    /** Prints the message of a {@link LoadException}, and a stack trace of anything else. */
    private static void print(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoadException) {
                System.err.println(cause.getMessage());
                return;
            }
        }
        failure.printStackTrace();
    }
}
