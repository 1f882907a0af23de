package stage5.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sts.StsClient;
import stage5.aws.account.AwsAccess;
import stage5.aws.failover.WriterEpoch;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;
import stage5.topology.FenceTable;

/** Lets another region write. Reads no template and calls the new region only, because the former one may be lost. */
@Command(
        name = "failover",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description =
                "Moves the right to write to a region. The former region's processes notice within seconds; no region"
                        + " writes in between. Also gives that right for the first time, after the first deployment.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the region may write", "1:nothing was changed, or no region may write: run it again"})
final class FailoverCommand implements Callable<Integer> {

    @Mixin
    private EnvironmentOptions environment;

    @Option(names = "--to", required = true, paramLabel = "REGION", description = "The region that shall write.")
    private String region;

    @Mixin
    private AccountOptions account;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode settings = new YAMLMapper().readTree(environment.settings().toFile());
        List<String> regions = settings.at("/regions/serving")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
        if (regions.size() < 2 || !regions.contains(region)) {
            throw new StackException(
                    "%s can't move to %s: its regions are %s".formatted(environment.environment(), region, regions));
        }
        try (AwsAccess access = account.access()) {
            requireAccount(access, settings.at("/account/id").asText());
            move(access);
        }
        return 0;
    }

    private void requireAccount(AwsAccess access, String expected) {
        try (StsClient sts = access.sts(region)) {
            String actual = sts.getCallerIdentity().account();
            if (!actual.equals(expected)) {
                throw new StackException("The credentials are of account %s, and %s is in %s"
                        .formatted(actual, environment.environment(), expected));
            }
        }
    }

    private void move(AwsAccess access) throws InterruptedException {
        try (DynamoDbClient dynamoDb = access.dynamoDb(region)) {
            WriterEpoch.State state = new WriterEpoch(dynamoDb, passed -> {
                        System.out.printf("No region may write for %d s%n", passed.toSeconds());
                        Thread.sleep(passed);
                    })
                    .moveTo(region);
            System.out.println(Style.GOOD.of("%s: %s may write, epoch %d, in table %s"
                    .formatted(environment.environment(), region, state.epoch(), FenceTable.NAME)));
        }
    }
}
