package stage5.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stage5.load.gateway.BenchPart;
import stage5.load.gateway.BenchSettings;
import stage5.load.gateway.GatewayBench;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.terminal.TerminalProgress;

/** The command {@code gateway-bench}: the gateway beside nginx, sampling, idle streams, a slow upstream and a flood. */
@Command(
        name = "gateway-bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures the built gateway in front of a trivial upstream: beside nginx, at several rates of sampling, with"
                        + " idle event streams, with a slow upstream, and in a flood. Needs an idle machine. Exit status 1 if a bar is missed, 3 if a part"
                        + " is invalid, for example because the generator was too slow.")
final class GatewayBenchCommand implements Callable<Integer> {

    private static final int PORT_BASE = 28080;

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description = "What is measured: ${COMPLETION-CANDIDATES} (all).")
    private Set<BenchPart> parts = EnumSet.allOf(BenchPart.class);

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds beside nginx and of each rate of sampling (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--duration",
            defaultValue = "PT10S",
            description = "Length of each of these runs (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--warm-up",
            defaultValue = "PT30S",
            description = "Load on each new gateway before it is measured (${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(
            names = "--phase",
            defaultValue = "PT30S",
            description = "Length of each phase of the other parts, such as the flood (${DEFAULT-VALUE}).")
    private Duration phase;

    @Option(
            names = "--connections",
            defaultValue = "16",
            description = "Connections that find the ceiling (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--streams", defaultValue = "1000", description = "Idle event streams (${DEFAULT-VALUE}).")
    private int streams;

    @Option(
            names = "--streams-rate",
            defaultValue = "200",
            description = "Requests a second beside the event streams (${DEFAULT-VALUE}).")
    private double streamsRate;

    @Option(
            names = "--mixed-rate",
            defaultValue = "500",
            description = "Requests a second over all routes, with one slow upstream (${DEFAULT-VALUE}).")
    private double mixedRate;

    @Option(
            names = "--slow",
            defaultValue = "order",
            description = "The service that answers after 5 s: catalog, order or user (${DEFAULT-VALUE}).")
    private String slow;

    @Option(
            names = "--rated",
            description = "The requests a second that the flood multiplies by ten (half of the measured ceiling).")
    private Double rated;

    @Option(names = "--nginx", paramLabel = "FILE", description = "The nginx executable (the one on the path).")
    private Path nginx;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + PORT_BASE,
            description = "The first of the ports (${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--results", defaultValue = "load/target/gateway-bench", description = "Folder (${DEFAULT-VALUE}).")
    private Path results;

    @Override
    public Integer call() throws InterruptedException {
        BenchSettings settings = new BenchSettings(
                parts,
                rounds,
                duration,
                warmUp,
                phase,
                connections,
                streams,
                streamsRate,
                mixedRate,
                Component.service(slow),
                Optional.ofNullable(rated),
                Optional.ofNullable(nginx));
        GatewayBench.Verdict verdict = new GatewayBench(
                        Project.locate(),
                        new Ports(portBase),
                        settings,
                        results,
                        System.out::println,
                        new TerminalProgress(System.out))
                .run();
        System.out.printf("%nThe results file is %s%n", results.resolve(GatewayBench.FILE));
        if (!verdict.valid()) {
            return LoadCommands.INVALID;
        }
        return verdict.reached() ? 0 : 1;
    }
}
