package stage5.load;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import stage5.load.generator.LoadResult;
import stage5.load.generator.Shares;

/** Sums up a run that several machines sent together. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sums up what several machines saw that each sent a --share of a run.")
final class MergeCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "FOLDER",
            description = "The --results of each machine, from the first to the last.")
    private List<Path> folders;

    @Override
    public Integer call() {
        List<LoadResult> shares = folders.stream().map(LoadResult::read).toList();
        LoadResult merged = Shares.merge(shares);
        System.out.print(Summary.of(merged));
        boolean valid = true;
        for (LoadResult share : shares) {
            for (String why : share.saturation()) {
                System.out.printf("INVALID: machine %s: %s%n", share.share(), why);
                valid = false;
            }
        }
        return valid ? LoadCommand.status(merged) : LoadCommands.INVALID;
    }
}
