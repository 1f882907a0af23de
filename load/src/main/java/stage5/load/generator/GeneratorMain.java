package stage5.load.generator;

import io.gatling.app.Gatling;

/**
 * The generator's process: Gatling with a {@link ShopSimulation}. It is a process of its own so that each run has the same
 * start, and so that Gatling, which ends its process, ends nothing else.
 */
final class GeneratorMain {

    /** What the line begins with that says when time zero will be. */
    static final String ZERO = "zero at ";

    /** The system property that asks for Gatling's report. */
    static final String REPORT = "stage5.load.report";

    private GeneratorMain() {}

    public static void main(String[] arguments) {
        String results = Settings.read().results().toString();
        Gatling.main(
                Boolean.getBoolean(REPORT)
                        ? new String[] {
                            "--simulation", ShopSimulation.class.getName(), "--results-folder", results
                        }
                        : new String[] {
                            "--simulation", ShopSimulation.class.getName(), "--results-folder", results, "--no-reports"
                        });
    }
}
