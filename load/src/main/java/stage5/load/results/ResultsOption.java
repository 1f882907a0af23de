package stage5.load.results;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import stage5.stack.Project;

/** The command-line option that names a results folder. */
public final class ResultsOption {

    /** Where {@code ./stage5 compare} writes its results, below the project's root. */
    public static final String PARENT = "load/target/compare";

    /** The comparison that is part of the repository, below the project's root. */
    public static final String SAMPLE = "load/sample";

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Results of ./stage5 compare (its newest run in " + PARENT + ", else the sample in " + SAMPLE
                    + ").")
    private Path folder;

    /**
     * A results folder.
     *
     * @param sample whether it is the committed sample, used for want of own results
     */
    public record Choice(Path folder, boolean sample) {}

    /**
     * Returns the folder that was named, else the newest comparison, else the committed sample.
     *
     * @throws ResultsException if there is none of them
     */
    public Choice choose() {
        if (folder != null) {
            return new Choice(folder, false);
        }
        Path root = Project.locate().root();
        return Results.findNewest(root.resolve(PARENT))
                .map(newest -> new Choice(newest, false))
                .orElseGet(() -> sample(root));
    }

    private static Choice sample(Path root) {
        Path sample = root.resolve(SAMPLE);
        if (!Files.isRegularFile(sample.resolve(Results.ENVIRONMENT))) {
            throw new ResultsException(
                    "There are no results in %s and no sample in %s: run ./stage5 compare, or name a folder"
                            .formatted(root.resolve(PARENT), sample));
        }
        return new Choice(sample, true);
    }
}
