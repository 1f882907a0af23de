package stage5.cdk.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.cdk.simulation.DeployedStack.Deployed;
import stage5.topology.FenceTable;

/**
 * The fence between regions. A process that writes has the name of a table in {@value FenceTable#VARIABLE}, and writes only
 * while the table names its region. The table has to be strongly consistent over regions: in another one, a region that is cut
 * off reads that it may still write. A strongly consistent table has three regions, one of which may be a witness (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">MRSC</a>).
 */
record Fence(SimulatedAccounts accounts) {

    private static final List<String> WRITES = List.of(
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:PartiQLInsert",
            "dynamodb:PartiQLUpdate",
            "dynamodb:PartiQLDelete");

    private static final String READ = "dynamodb:GetItem";
    private static final int REGIONS = 3;

    /** A function or task. */
    private record Process(DeployedStack stack, String name, Optional<String> table, String role) {

        String region() {
            return stack.template().region();
        }

        Finding finding(Fault fault, String subject) {
            return new Finding(fault, stack.template().shortName(), subject);
        }
    }

    /**
     * Returns a finding for each process that writes while another region may, for each that can't find out that its own region
     * may, and for each role that could move the epoch without an operator.
     *
     * @param writer the region that the table names
     */
    Set<Finding> findings(String when, String writer) {
        Set<Finding> all = new TreeSet<>();
        processes().filter(this::writes).forEach(process -> {
            if (!isFenced(process)) {
                if (!process.region().equals(writer)) {
                    all.add(process.finding(Fault.TWO_WRITERS, when));
                }
            } else if (process.region().equals(writer) && !canReadTheFence(process)) {
                all.add(process.finding(Fault.MISSING, "permission of %s to read the fence".formatted(process.name())));
            }
        });
        accounts.stacks().values().forEach(stack -> movers(stack)
                .forEach(role -> all.add(new Finding(
                        Fault.TWO_WRITERS, stack.template().shortName(), "%s may move the epoch".formatted(role)))));
        return all;
    }

    private Stream<Process> processes() {
        return accounts.stacks().values().stream()
                .flatMap(stack -> Stream.concat(
                        stack.resources("AWS::Lambda::Function").map(function -> process(stack, function, "Role")),
                        stack.resources("AWS::ECS::TaskDefinition").map(task -> process(stack, task, "TaskRoleArn"))));
    }

    private static Process process(DeployedStack stack, Deployed compute, String role) {
        JsonNode properties = compute.resolved();
        Optional<String> table = Stream.concat(
                        properties.at("/Environment/Variables").properties().stream()
                                .filter(variable -> variable.getKey().equals(FenceTable.VARIABLE))
                                .map(variable -> variable.getValue().asText()),
                        properties
                                .path("ContainerDefinitions")
                                .valueStream()
                                .flatMap(container ->
                                        container.path("Environment").valueStream())
                                .filter(variable ->
                                        variable.path("Name").asText().equals(FenceTable.VARIABLE))
                                .map(variable -> variable.path("Value").asText()))
                .findFirst();
        return new Process(
                stack,
                properties.path("FunctionName").asText(compute.resource().logicalId()),
                table,
                compute.resource()
                        .properties()
                        .path(role)
                        .path("Fn::GetAtt")
                        .path(0)
                        .asText());
    }

    private boolean writes(Process process) {
        return statements(process.stack(), process.role())
                .anyMatch(statement -> WRITES.stream().anyMatch(write -> matches(statement.path("Action"), write)));
    }

    private boolean isFenced(Process process) {
        return process.table()
                .flatMap(name -> globalTable(name, process.stack().template().account()))
                .filter(table -> isStronglyConsistent(table)
                        && regions(table, "Replicas").contains(process.region()))
                .isPresent();
    }

    private static boolean isStronglyConsistent(JsonNode table) {
        return table.path("MultiRegionConsistency").asText().equals("STRONG")
                && regions(table, "Replicas").size()
                                + regions(table, "GlobalTableWitnesses").size()
                        == REGIONS;
    }

    private static Set<String> regions(JsonNode table, String kind) {
        return table.path(kind)
                .valueStream()
                .map(replica -> replica.path("Region").asText())
                .collect(Collectors.toSet());
    }

    private Optional<JsonNode> globalTable(String name, String account) {
        return accounts.stacks().values().stream()
                .filter(stack -> stack.template().account().equals(account))
                .flatMap(stack -> stack.resources("AWS::DynamoDB::GlobalTable"))
                .map(Deployed::properties)
                .filter(table -> table.path("TableName").asText().equals(name))
                .findFirst();
    }

    private boolean canReadTheFence(Process process) {
        String arn = arn(
                process.region(),
                process.stack().template().account(),
                process.table().orElseThrow());
        return statements(process.stack(), process.role()).anyMatch(statement -> allows(statement, READ, arn));
    }

    /** Returns the logical ids of the roles and policies that allow a write to a table that a process uses as its fence. */
    private Set<String> movers(DeployedStack stack) {
        Set<String> fences = processes()
                .flatMap(process -> process.table().stream())
                .flatMap(table -> regionsOfTheShop()
                        .map(region -> arn(region, stack.template().account(), table)))
                .collect(Collectors.toSet());
        return Stream.concat(stack.resources("AWS::IAM::Policy"), stack.resources("AWS::IAM::Role"))
                .filter(granting -> documents(granting)
                        .flatMap(Fence::statements)
                        .anyMatch(statement -> WRITES.stream()
                                .anyMatch(write -> fences.stream().anyMatch(fence -> allows(statement, write, fence)))))
                .map(granting -> granting.resource().logicalId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<String> regionsOfTheShop() {
        return accounts.stacks().values().stream()
                .map(stack -> stack.template().region())
                .distinct();
    }

    private static String arn(String region, String account, String table) {
        return "arn:aws:dynamodb:%s:%s:table/%s".formatted(region, account, table);
    }

    private static Stream<JsonNode> statements(DeployedStack stack, String role) {
        return Stream.concat(
                        stack.resources("AWS::IAM::Policy").filter(policy -> policy.resource()
                                .properties()
                                .path("Roles")
                                .findValuesAsText("Ref")
                                .contains(role)),
                        stack.resources("AWS::IAM::Role")
                                .filter(each -> each.resource().logicalId().equals(role)))
                .flatMap(Fence::documents)
                .flatMap(Fence::statements);
    }

    private static Stream<JsonNode> documents(Deployed granting) {
        JsonNode properties = granting.properties();
        return Stream.concat(
                Stream.of(properties.path("PolicyDocument")),
                properties.path("Policies").valueStream().map(policy -> policy.path("PolicyDocument")));
    }

    private static Stream<JsonNode> statements(JsonNode document) {
        return document.path("Statement")
                .valueStream()
                .filter(statement -> statement.path("Effect").asText().equals("Allow"));
    }

    private static boolean allows(JsonNode statement, String action, String resource) {
        return matches(statement.path("Action"), action) && matches(statement.path("Resource"), resource);
    }

    /** Returns whether one of the patterns, in which a star stands for any text, matches the text. */
    private static boolean matches(JsonNode patterns, String text) {
        return (patterns.isArray() ? patterns.valueStream() : Stream.of(patterns))
                .anyMatch(pattern ->
                        Pattern.matches(Pattern.quote(pattern.asText()).replace("*", "\\E.*\\Q"), text));
    }
}
