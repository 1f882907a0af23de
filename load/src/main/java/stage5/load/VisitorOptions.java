package stage5.load;

import picocli.CommandLine.Option;

/** What every command that sends visitors can be told of them. */
final class VisitorOptions {

    @Option(names = "--customers", defaultValue = "20", description = "How many sign up first (${DEFAULT-VALUE}).")
    private int customers;

    @Option(names = "--seed", defaultValue = "5", description = "Of all that is drawn (${DEFAULT-VALUE}).")
    private long seed;

    int customers() {
        return customers;
    }

    long seed() {
        return seed;
    }
}
