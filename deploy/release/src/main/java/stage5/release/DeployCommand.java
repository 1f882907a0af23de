package stage5.release;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stage5.cli.stack.StackException;
import stage5.cli.terminal.Style;
import stage5.release.cloudformation.CloudFormation;
import stage5.release.cloudformation.DataTemplate;
import stage5.release.cloudformation.StackDeployment;
import stage5.release.cloudformation.StackDeployment.Outcome;
import stage5.release.cloudformation.Templates;

/** Makes or changes the shop's tables, topics and queues by CloudFormation, at AWS or at an emulator. */
@Command(
        name = "deploy",
        sortOptions = false,
        description =
                "Deploys the tables, topics, queues, subscriptions and policies of synthesized templates, and nothing"
                        + " else of them, to a CloudFormation endpoint. Region and credentials are the AWS SDK's own settings.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every stack is as its template says", "1:one is not, and says why"})
final class DeployCommand implements Callable<Integer> {

    @Option(names = "--endpoint", required = true, paramLabel = "URL", description = "Where CloudFormation is asked.")
    private URI endpoint;

    @Option(
            names = "--templates",
            required = true,
            paramLabel = "FOLDER",
            description = "A cloud assembly, with a *.template.json per stack, as ./stage5 synth leaves it.")
    private Path templates;

    @Option(
            names = "--timeout",
            paramLabel = "MINUTES",
            defaultValue = "15",
            description = "How long a stack may take (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<DataTemplate> stacks = Templates.in(templates);
        if (stacks.isEmpty()) {
            throw new StackException(templates + " has no template with a table, a topic or a queue");
        }
        List<String> failed = new ArrayList<>();
        try (CloudFormation client = CloudFormation.at(endpoint)) {
            StackDeployment deployment =
                    new StackDeployment(client, Clock.systemUTC(), Duration.ofMinutes(minutes), System.out::println);
            for (DataTemplate stack : stacks) {
                Outcome outcome = deployment.deploy(stack);
                System.out.printf("%s: %s%n", Style.STRONG.of(stack.stackName()), outcome);
                if (!outcome.succeeded()) {
                    failed.add(stack.stackName());
                    break; // what follows may need it
                }
            }
        }
        return failed.isEmpty() ? 0 : 1;
    }
}
