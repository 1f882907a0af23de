package stage5.aws.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import stage5.aws.account.AwsAccess;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.graph.Name;
import stage5.aws.graph.PublishedNames;
import stage5.topology.FenceTable;

/** Which region may write, as text. Each replica of the {@link FenceTable} has the same item, so the first one that responds counts. */
public final class FenceReport {

    private FenceReport() {}

    /**
     * Returns the region and the epoch, or why they aren't known; empty if the templates contain no {@link FenceTable}, as those of
     * an environment with one region.
     */
    public static Optional<String> of(CloudAssembly assembly, AwsAccess access) {
        Set<String> regions = assembly.stacks().stream()
                .flatMap(stack -> PublishedNames.of(stack).stream())
                .filter(name -> name.kind() == Name.Kind.TABLE && name.text().equals(FenceTable.NAME))
                .map(Name::region)
                .collect(Collectors.toCollection(TreeSet::new));
        return regions.isEmpty() ? Optional.empty() : Optional.of(of(regions, access));
    }

    private static String of(Set<String> regions, AwsAccess access) {
        List<String> failures = new ArrayList<>();
        for (String region : regions) {
            try (DynamoDbClient client = access.dynamoDb(region)) {
                return new WriterEpoch(client, Thread::sleep)
                        .read()
                        .map(FenceReport::text)
                        .orElse("none before the first ./stage5 aws failover");
            } catch (ResourceNotFoundException e) {
                failures.add("%s has no table %s".formatted(region, FenceTable.NAME));
            } catch (SdkException e) {
                failures.add("%s: %s".formatted(region, e.getMessage()));
            }
        }
        return "unknown: " + String.join("; ", failures);
    }

    private static String text(WriterEpoch.State state) {
        return "%s, epoch %d"
                .formatted(
                        state.region().orElse("none until the failover that was begun has run to its end"),
                        state.epoch());
    }
}
