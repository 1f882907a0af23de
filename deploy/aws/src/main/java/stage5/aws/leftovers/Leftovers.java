package stage5.aws.leftovers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import stage5.aws.account.AwsAccess;
import stage5.aws.account.SignedCalls.Response;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.price.MonthlyPrices;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;

/** Finds what an environment has left: by its tag, and by the names of what services create themselves. */
public final class Leftovers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAG = "stage5:environment";

    /** SSM deletes at most this many parameters in a call: <a
     * href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html">DeleteParameters</a>. */
    private static final int BATCH = 10;

    private final AwsAccess access;
    private final String environment;
    private final List<String> regions;

    public Leftovers(AwsAccess access, CloudAssembly assembly, String environment) {
        this.access = access;
        this.environment = environment;
        this.regions = assembly.stacks().stream()
                .map(AssembledStack::region)
                .distinct()
                .toList();
    }

    /** Prints what is left with its price; returns whether nothing is. */
    public boolean print(PrintStream out, MonthlyPrices prices) {
        Collection<Leftover> left = list();
        if (left.isEmpty()) {
            out.println(Style.GOOD.of("Nothing is left"));
        } else {
            out.println(Style.STRONG.of("Left in the account"));
            LeftoverPrices each = new LeftoverPrices(prices);
            left.forEach(leftover -> out.printf("  %s  %s%n", leftover, Style.FAINT.of(each.of(leftover))));
        }
        return left.isEmpty();
    }

    /** Deletes parameters and log groups of the environment that no stack owns. */
    public void deleteUnowned(PrintStream out) {
        for (String region : regions) {
            List<String> parameters = parameters(region);
            try (SsmClient ssm = access.ssm(region)) {
                for (int from = 0; from < parameters.size(); from += BATCH) {
                    List<String> batch = parameters.subList(from, Math.min(from + BATCH, parameters.size()));
                    ssm.deleteParameters(delete -> delete.names(batch));
                }
            }
            parameters.forEach(name -> out.printf("  deleted %s%n", name));
            for (String group : logGroups(region)) {
                logs(region, "DeleteLogGroup", JSON.createObjectNode().put("logGroupName", group));
                out.printf("  deleted %s%n", group);
            }
        }
    }

    private Collection<Leftover> list() {
        TreeSet<String> arns = new TreeSet<>();
        for (String region : regions) {
            arns.addAll(tagged(region));
            parameters(region).forEach(name -> arns.add("arn:aws:ssm:%s::parameter%s".formatted(region, name)));
            logGroups(region).forEach(name -> arns.add("arn:aws:logs:%s::log-group:%s".formatted(region, name)));
        }
        return arns.stream().map(Leftover::new).toList();
    }

    /** Returns the ARNs of resources with the environment's tag. */
    private List<String> tagged(String region) {
        List<String> arns = new ArrayList<>();
        String token = "";
        do {
            ObjectNode request = JSON.createObjectNode();
            request.putArray("TagFilters")
                    .addObject()
                    .put("Key", TAG)
                    .putArray("Values")
                    .add(environment);
            if (!token.isEmpty()) {
                request.put("PaginationToken", token);
            }
            JsonNode page = succeeded(access.calls()
                    .json(
                            "tagging",
                            "tagging",
                            region,
                            "ResourceGroupsTaggingAPI_20170126.GetResources",
                            "1.1",
                            request));
            page.path("ResourceTagMappingList")
                    .forEach(resource -> arns.add(resource.path("ResourceARN").asText()));
            token = page.path("PaginationToken").asText();
        } while (!token.isEmpty());
        return arns;
    }

    private List<String> parameters(String region) {
        try (SsmClient ssm = access.ssm(region)) {
            return ssm
                    .getParametersByPathPaginator(
                            get -> get.path("/stage5/" + environment).recursive(true))
                    .stream()
                    .flatMap(page -> page.parameters().stream())
                    .map(Parameter::name)
                    .toList();
        }
    }

    /** Returns the log groups that Lambda has created for functions of the stacks: <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html">log groups</a>. */
    private List<String> logGroups(String region) {
        String prefix = "/aws/lambda/stage5-%s-".formatted(environment);
        return logs(region, "DescribeLogGroups", JSON.createObjectNode().put("logGroupNamePrefix", prefix))
                .path("logGroups")
                .valueStream()
                .map(group -> group.path("logGroupName").asText())
                .toList();
    }

    private JsonNode logs(String region, String action, ObjectNode request) {
        return succeeded(access.calls().json("logs", "logs", region, "Logs_20140328." + action, "1.1", request));
    }

    private static JsonNode succeeded(Response response) {
        if (!response.succeeded()) {
            throw new StackException("AWS answered %d: %s".formatted(response.status(), response.body()));
        }
        return response.json();
    }
}
