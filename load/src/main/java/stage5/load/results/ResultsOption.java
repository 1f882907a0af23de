package stage5.load.results;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the folder of a comparison's results, for each command that goes by them. */
public final class ResultsOption {

    /** Where {@code ./stage5 compare} leaves its runs. */
    public static final String PARENT = "load/target/compare";

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Results of ./stage5 compare (its newest run in " + PARENT + ").")
    private Path folder;

    /**
     * Returns the folder that was named, or the newest run's.
     *
     * @throws ResultsException if none was named and there is none
     */
    public Path folder() {
        return folder == null ? Results.newest(Path.of(PARENT)) : folder;
    }
}
