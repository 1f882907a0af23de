package stage5.local;

import java.nio.file.Path;
import java.util.Optional;
import stage5.topology.AwsEndpoints;

/**
 * The command-line options.
 *
 * @param directory holds the files of Redis and the logs of the child processes
 * @param zipkin whether Zipkin is started
 * @param keptSpans how many spans the trace store keeps before it drops the oldest traces
 * @param contracts the folder of the services' contracts, {@code <service>/contract}; published events are checked
 *     against them if it is set
 * @param externalAws the endpoints of DynamoDB, SQS and SNS, if those are external
 */
public record Options(
        Ports ports,
        Path directory,
        boolean zipkin,
        int keptSpans,
        Optional<Path> contracts,
        Optional<AwsEndpoints> externalAws) {

    static final String USAGE =
            "Usage: local.jar [--port-base N] [--directory DIR] [--zipkin true|false] [--kept-spans N]"
                    + " [--contracts DIR] [--aws-endpoint URL]";

    private static final int DEFAULT_KEPT_SPANS = 20_000;

    public Options {
        if (keptSpans < 1) {
            throw new IllegalArgumentException("--kept-spans must be at least 1, not " + keptSpans);
        }
    }

    /** Returns options with these values and the defaults for all others. */
    public static Options of(Ports ports, Path directory, boolean zipkin) {
        return new Options(ports, directory, zipkin, DEFAULT_KEPT_SPANS, Optional.empty(), Optional.empty());
    }

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException if an option is unknown, or its value is missing or invalid
     */
    static Options parse(String... arguments) {
        Options options = of(Ports.from(8080), Path.of(".stage5"), true);
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("A value is missing after " + arguments[i]);
            }
            options = options.with(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--port-base" ->
                new Options(Ports.from(number(name, value)), directory, zipkin, keptSpans, contracts, externalAws);
            case "--directory" -> new Options(ports, Path.of(value), zipkin, keptSpans, contracts, externalAws);
            case "--zipkin" -> new Options(ports, directory, bool(name, value), keptSpans, contracts, externalAws);
            case "--kept-spans" -> new Options(ports, directory, zipkin, number(name, value), contracts, externalAws);
            case "--contracts" ->
                new Options(ports, directory, zipkin, keptSpans, Optional.of(Path.of(value)), externalAws);
            case "--aws-endpoint" -> at(AwsEndpoints.parse(value));
            default -> throw new IllegalArgumentException("Unknown option " + name);
        };
    }

    /** Returns a copy of these options with external DynamoDB, SQS and SNS. */
    public Options at(AwsEndpoints endpoints) {
        return new Options(ports, directory, zipkin, keptSpans, contracts, Optional.of(endpoints));
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, not " + value, e);
        }
    }

    private static boolean bool(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " must be true or false, not " + value);
        };
    }
}
