package stage5.cdk.compute;

import java.util.List;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.topology.Schedule;

/** Adds EventBridge Scheduler schedules that invoke functions. */
final class Schedules {

    /** A retry is of no use, because the next run comes first. */
    private static final int RETRIES = 0;

    private Schedules() {}

    /** Adds a schedule that invokes the function. It is disabled in a region that isn't active. */
    static void add(Construct scope, Schedule schedule, Alias function, StackLocation location) {
        Role role = Role.Builder.create(scope, "ScheduleRole-" + schedule.name())
                .assumedBy(new ServicePrincipal("scheduler.amazonaws.com"))
                .build();
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("lambda:InvokeFunction"))
                .resources(List.of(function.getFunctionArn()))
                .build());
        CfnSchedule.Builder.create(scope, "Schedule-" + schedule.name())
                .name(schedule.name())
                .description(schedule.purpose())
                .state(location.isActive() ? "ENABLED" : "DISABLED")
                .scheduleExpression(expression(schedule.every().toMinutes()))
                .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder()
                        .mode("OFF")
                        .build())
                .target(CfnSchedule.TargetProperty.builder()
                        .arn(function.getFunctionArn())
                        .roleArn(role.getRoleArn())
                        .retryPolicy(CfnSchedule.RetryPolicyProperty.builder()
                                .maximumRetryAttempts(RETRIES)
                                .build())
                        .build())
                .build();
    }

    private static String expression(long minutes) {
        return "rate(%d minute%s)".formatted(minutes, minutes == 1 ? "" : "s");
    }
}
