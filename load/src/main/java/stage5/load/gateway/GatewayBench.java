package stage5.load.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import stage5.load.overload.Bar;
import stage5.load.results.CsvFile;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.terminal.ProgressListener;

/** Runs the parts of the benchmark one after the other. */
public final class GatewayBench {

    /** The results file. */
    public static final String FILE = "gateway-bench.csv";

    private static final double RATED_SHARE = 0.5;

    /** So many that the rate limit of one of them does not matter. */
    private static final int CUSTOMERS = 200;

    private final Project project;
    private final Ports ports;
    private final BenchSettings settings;
    private final Path results;
    private final Consumer<String> lines;
    private final ProgressListener progress;

    /** Half of the measured ceiling, for the flood; NaN before it is measured. */
    private double rated = Double.NaN;

    /**
     * @param results the folder that receives {@link #FILE} and the files of nginx
     * @param lines receives tables and notes
     */
    public GatewayBench(
            Project project,
            Ports ports,
            BenchSettings settings,
            Path results,
            Consumer<String> lines,
            ProgressListener progress) {
        this.project = project;
        this.ports = ports;
        this.settings = settings;
        this.results = results;
        this.lines = lines;
        this.progress = progress;
    }

    /**
     * The verdict over all parts.
     *
     * @param valid whether the values of every part count
     * @param reached whether every bar is reached
     */
    public record Verdict(boolean valid, boolean reached) {}

    /** Runs the parts; prints a table of each, and writes the results file. */
    public Verdict run() throws InterruptedException {
        Optional<Path> nginx = settings.nginx().or(() -> NginxProcess.find(System.getenv("PATH")));
        if (nginx.isEmpty() && settings.parts().contains(BenchPart.THROUGHPUT)) {
            lines.accept(
                    "nginx is not installed, so the gateway is measured alone. Install the package nginx, or name the"
                            + " executable with --nginx.");
        }
        int customers = Math.max(CUSTOMERS, BenchRequests.customersFor(settings.streams()));
        List<PartResult> finished = new ArrayList<>();
        CsvFile<Measurement> file = resultsFile();
        try (Testbed testbed = Testbed.start(project, ports, nginx, customers, results, progress)) {
            for (BenchPart part : BenchPart.values()) {
                if (settings.parts().contains(part)) {
                    PartResult result = run(part, testbed);
                    file.addAll(result.measurements());
                    lines.accept(PartTable.of(result));
                    finished.add(result);
                }
            }
        }
        return new Verdict(
                finished.stream().allMatch(result -> result.invalid().isEmpty()),
                finished.stream().allMatch(result -> Bar.areReached(result.bars())));
    }

    private PartResult run(BenchPart part, Testbed testbed) throws InterruptedException {
        return switch (part) {
            case THROUGHPUT -> {
                ThroughputResult throughput = new ThroughputBench(testbed, settings, lines).run();
                rated = RATED_SHARE * throughput.ceiling(ThroughputResult.GATEWAY);
                yield throughput.result();
            }
            case TRACING -> new TracingBench(testbed, settings, lines).run().result();
            case STREAMS -> new IdleStreamsBench(testbed, settings).run();
            case SLOW -> new SlowUpstreamBench(testbed, settings).run().result();
            case FLOOD ->
                new FloodBench(testbed, settings)
                        .run(settings.rated().orElse(rated))
                        .result();
        };
    }

    /** A new file: results of an earlier run are replaced. */
    private CsvFile<Measurement> resultsFile() {
        try {
            Files.createDirectories(results);
            Files.deleteIfExists(results.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CsvFile<>(results.resolve(FILE), Measurement.class);
    }
}
