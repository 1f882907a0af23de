package stage5.release;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import stage5.release.cloudformation.DataTemplate;
import stage5.release.cloudformation.DataTemplates;
import stage5.release.cloudformation.StackDeployment;
import stage5.release.cloudformation.StackDeployment.Result;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;

/** Creates or updates the shop's tables, topics and queues through CloudFormation, on AWS or at an emulator. */
@Command(
        name = "deploy",
        sortOptions = false,
        description =
                "Deploys only the tables, topics, queues, subscriptions and policies of synthesized templates, to a"
                        + " CloudFormation endpoint. The AWS SDK's default settings provide region and credentials.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every stack matches its template", "1:a stack failed; the output says why"})
final class DeployCommand implements Callable<Integer> {

    @Option(names = "--endpoint", required = true, paramLabel = "URL", description = "The endpoint of CloudFormation.")
    private URI endpoint;

    @Option(
            names = "--templates",
            required = true,
            paramLabel = "FOLDER",
            description = "A cloud assembly, with a *.template.json per stack, as ./stage5 synth writes it.")
    private Path templates;

    @Option(
            names = "--timeout",
            paramLabel = "MINUTES",
            defaultValue = "15",
            description = "The time-out of one stack (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<DataTemplate> stacks = DataTemplates.read(templates);
        if (stacks.isEmpty()) {
            throw new StackException(templates + " has no template with a table, a topic or a queue");
        }
        try (CloudFormationClient client = CloudFormationClient.builder()
                .endpointOverride(endpoint)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            StackDeployment deployment =
                    new StackDeployment(client, Clock.systemUTC(), Duration.ofMinutes(minutes), System.out::println);
            for (DataTemplate stack : stacks) {
                Result result = deployment.deploy(stack);
                System.out.printf("%s: %s%n", Style.STRONG.of(stack.stackName()), result);
                if (!result.succeeded()) {
                    return 1; // later stacks may depend on it
                }
            }
        } catch (SdkClientException e) {
            throw new StackException("CloudFormation at %s: %s".formatted(endpoint, e.getMessage()), e);
        }
        return 0;
    }
}
