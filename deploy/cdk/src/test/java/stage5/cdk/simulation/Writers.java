package stage5.cdk.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import stage5.cdk.simulation.DeployedStack.Deployed;

/** The regions that change data without a request: by schedules, which publish events and continue orders. */
record Writers(SimulatedAccounts accounts) {

    private static final String SCHEDULER = "QUARKUS_SCHEDULER_ENABLED";

    /** Parts of the names of variables that tell a service which region may write. */
    private static final Set<String> FENCES = Set.of("FENCE", "EPOCH");

    Set<String> regions() {
        Set<String> regions = new TreeSet<>();
        for (DeployedStack stack : accounts.stacks().values()) {
            if (stack.resources("AWS::Scheduler::Schedule").anyMatch(Writers::isEnabled)
                    || stack.resources(Tasks.TYPE).anyMatch(Writers::schedules)) {
                regions.add(stack.template().region());
            }
        }
        return regions;
    }

    private static boolean isEnabled(Deployed schedule) {
        return !schedule.properties().path("State").asText().equals("DISABLED");
    }

    private static boolean schedules(Deployed service) {
        return variables(service.resolved())
                .filter(variable -> variable.path("Name").asText().equals(SCHEDULER))
                .noneMatch(variable -> variable.path("Value").asText().equals("false"));
    }

    /** Returns whether every function or task with an environment checks that its region may write. */
    boolean areFenced() {
        return accounts.stacks().values().stream()
                .flatMap(stack -> Stream.concat(
                        stack.resources("AWS::Lambda::Function")
                                .filter(function -> function.properties().has("FunctionName")),
                        stack.resources(Tasks.TYPE)))
                .allMatch(compute -> isFenced(compute.resolved()));
    }

    private static boolean isFenced(JsonNode compute) {
        return Stream.concat(
                        compute.at("/Environment/Variables").properties().stream()
                                .map(variable -> variable.getKey()),
                        variables(compute).map(variable -> variable.path("Name").asText()))
                .anyMatch(name -> FENCES.stream().anyMatch(name::contains));
    }

    private static Stream<JsonNode> variables(JsonNode task) {
        return task.path("ContainerDefinitions")
                .valueStream()
                .flatMap(container -> container.path("Environment").valueStream());
    }
}
