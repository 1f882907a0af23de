package stage5.load;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stage5.load.generator.Generator;
import stage5.load.generator.GeneratorCeiling;
import stage5.load.generator.LoadResult;

/** The command {@code ceiling}: measures the generator's own limit. */
@Command(
        name = "ceiling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how many requests a second the load generator can send to a server that does nothing.")
final class CeilingCommand implements Callable<Integer> {

    @Option(names = "--results", defaultValue = "load/target/ceiling", description = "Folder (${DEFAULT-VALUE}).")
    private Path results;

    @Override
    public Integer call() throws InterruptedException {
        LoadResult result = new GeneratorCeiling(new Generator(System.out::println, false), results).measure();
        System.out.print(LoadResultText.of(result));
        return 0;
    }
}
