package stage5.load;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import stage5.load.generator.LoadResult;
import stage5.load.generator.ShareMerger;

/** The command {@code load merge}: merges the results of several machines that sent one run together. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Merges the results of several machines that each sent a --share of a run.")
final class MergeCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "The --results of all machines, in any order.")
    private List<Path> folders;

    @Override
    public Integer call() {
        List<LoadResult> shares = folders.stream().map(LoadResult::read).toList();
        LoadResult merged = ShareMerger.merge(shares);
        System.out.print(LoadResultText.of(merged));
        boolean valid = true;
        for (LoadResult share : shares) {
            for (String reason : share.saturation()) {
                System.out.printf("INVALID: machine %s: %s%n", share.share(), reason);
                valid = false;
            }
        }
        return valid ? LoadCommand.status(merged) : LoadCommands.INVALID;
    }
}
