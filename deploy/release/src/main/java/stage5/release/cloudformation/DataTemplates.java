package stage5.release.cloudformation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import stage5.aws.assembly.CloudAssembly;

/** Reads the data and messaging parts of a cloud assembly's templates. */
public final class DataTemplates {

    private DataTemplates() {}

    /**
     * Returns the data and messaging part of each stack that has one. Stacks with subscriptions only come last, because a
     * subscription needs its topic and its queue, which are in other stacks.
     */
    public static List<DataTemplate> read(Path assembly) throws IOException {
        return CloudAssembly.read(assembly).stacks().stream()
                .map(stack -> DataTemplate.of(stack.name(), stack.template()))
                .filter(template -> !template.isEmpty())
                .sorted(Comparator.comparing(DataTemplate::onlySubscribes).thenComparing(DataTemplate::stackName))
                .toList();
    }
}
