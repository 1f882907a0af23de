package stage5.load;

import io.gatling.app.Gatling;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code load}: runs one model against a running shop and leaves Gatling's report. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Puts load on the running shop: open arrivals, deterministic from a seed.")
public final class Load implements Runnable {

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            defaultValue = "mix",
            description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if left out.")
    private Model model;

    @Option(names = "--rate", defaultValue = "20", description = "Visitors a second (${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--duration", defaultValue = "PT1M", description = "ISO 8601 (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(names = "--target", defaultValue = "http://127.0.0.1:8080", description = "The gateway (${DEFAULT-VALUE}).")
    private URI target;

    @Option(names = "--customers", defaultValue = "20", description = "How many sign up first (${DEFAULT-VALUE}).")
    private int customers;

    @Option(names = "--seed", defaultValue = "5", description = "Of all that is drawn (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--results", defaultValue = "load/target/gatling", description = "Folder (${DEFAULT-VALUE}).")
    private Path results;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Load())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    /** Hands over to Gatling, which ends the process: 0 where all its assertions hold. */
    @Override
    public void run() {
        new Settings(model, rate, duration, target, customers, seed).publish();
        Gatling.main(new String[] {
            "--simulation", ShopSimulation.class.getName(),
            "--results-folder", results.toString()
        });
    }
}
