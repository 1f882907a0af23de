package stage5.cdk.data;

import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;
import stage5.cdk.LogGroups;
import stage5.cdk.StackLocation;
import stage5.topology.Function;
import stage5.topology.ServiceTopology;

/**
 * The log groups of a service. Its {@link DataStack} creates those of both forms: a retained log group with a fixed name
 * would block the return to a form if the stack that changes the form created it. An empty log group costs nothing.
 */
public final class ServiceLogs {

    private static final String ID = "Log";

    private ServiceLogs() {}

    static void create(Construct scope, StackLocation location, ServiceTopology topology) {
        topology.functions()
                .forEach(function ->
                        LogGroups.create(scope, "Log-" + function.name(), location, ofFunction(function.name())));
        topology.httpFunction()
                .ifPresent(http -> LogGroups.create(scope, "ApiLog", location, ofApi(topology.service())));
        LogGroups.create(scope, "TaskLog", location, ofTasks(topology.service()));
    }

    /** Returns the name of the function's log group. */
    public static String nameOf(Function function) {
        return ofFunction(function.name());
    }

    /** Returns the name of the log group of the service's tasks. */
    public static String nameOfTasks(String service) {
        return ofTasks(service);
    }

    /** Returns the log group of the function. */
    public static ILogGroup of(Construct scope, StackLocation location, Function function) {
        return find(scope, location, ofFunction(function.name()));
    }

    /** Returns the log group of the service's tasks. */
    public static ILogGroup ofTasks(Construct scope, StackLocation location, String service) {
        return find(scope, location, ofTasks(service));
    }

    /** Returns the ARN of the access log of the service's HTTP API. */
    public static String apiLogArn(StackLocation location, String service) {
        return location.arn("logs", "log-group:" + ofApi(service));
    }

    private static ILogGroup find(Construct scope, StackLocation location, String name) {
        return LogGroup.fromLogGroupArn(scope, ID, location.arn("logs", "log-group:" + name));
    }

    private static String ofFunction(String function) {
        return "/aws/lambda/" + function;
    }

    private static String ofTasks(String service) {
        return "/stage5/ecs/" + service;
    }

    private static String ofApi(String service) {
        return "/stage5/api/" + service;
    }
}
