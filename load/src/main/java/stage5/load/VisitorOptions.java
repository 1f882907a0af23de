package stage5.load;

import picocli.CommandLine.Option;

/** The command-line options of every command that sends load. */
final class VisitorOptions {

    @Option(
            names = "--customers",
            defaultValue = "20",
            description = "Number of customers that sign up first (${DEFAULT-VALUE}).")
    private int customers;

    @Option(names = "--seed", defaultValue = "5", description = "Seed of the load plan (${DEFAULT-VALUE}).")
    private long seed;

    int customers() {
        return customers;
    }

    long seed() {
        return seed;
    }
}
