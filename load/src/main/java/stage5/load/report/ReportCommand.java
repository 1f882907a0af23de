package stage5.load.report;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stage5.load.results.Results;
import stage5.load.results.ResultsException;
import stage5.load.results.ResultsOption;

/** The command {@code report}: writes an HTML report on the results of a comparison. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes one HTML file about the results of ./stage5 compare, with its tables beside it.",
            "Charts show several folders together, unless some are emulated and some measured on AWS."
        })
public final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FOLDER",
            description = "Results of ./stage5 compare (its newest run in " + ResultsOption.PARENT + ").")
    private List<Path> folders;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where to write it (the first folder of results).")
    private Path out;

    /** Returns 0, or 1 if the results cannot be read or combined. */
    @Override
    public Integer call() {
        try {
            List<Path> from = folders == null ? List.of(Results.newest(Path.of(ResultsOption.PARENT))) : folders;
            Report report = new Report(from.stream().map(Results::read).toList());
            Path file = report.write(out == null ? from.getFirst() : out);
            spec.commandLine().getOut().println("The report is " + file.toAbsolutePath());
            return 0;
        } catch (ResultsException | MixedProvenanceException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
