package stage5.cdk.simulation;

import java.util.Set;
import java.util.TreeSet;
import stage5.cdk.simulation.DeployedStack.Deployed;

/** The regions whose schedules run: they publish events and continue orders without a request. */
record Writers(SimulatedAccounts accounts) {

    private static final String SCHEDULER = "QUARKUS_SCHEDULER_ENABLED";

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
        return service.resolved()
                .path("ContainerDefinitions")
                .valueStream()
                .flatMap(container -> container.path("Environment").valueStream())
                .filter(variable -> variable.path("Name").asText().equals(SCHEDULER))
                .noneMatch(variable -> variable.path("Value").asText().equals("false"));
    }
}
