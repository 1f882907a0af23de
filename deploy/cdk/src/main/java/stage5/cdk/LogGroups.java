package stage5.cdk;

import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** Creates log groups with the environment's retention. */
public final class LogGroups {

    private LogGroups() {}

    /** Returns a new log group, which is retained as data is: {@link StackLocation#removalPolicy}. */
    public static LogGroup create(Construct scope, String id, StackLocation location, String name) {
        return LogGroup.Builder.create(scope, id)
                .logGroupName(name)
                .retention(retention(location.environment().data().logRetentionDays()))
                .removalPolicy(location.removalPolicy())
                .build();
    }

    private static RetentionDays retention(int days) {
        return switch (days) {
            case 7 -> RetentionDays.ONE_WEEK;
            case 30 -> RetentionDays.ONE_MONTH;
            case 90 -> RetentionDays.THREE_MONTHS;
            case 365 -> RetentionDays.ONE_YEAR;
            default -> throw new IllegalArgumentException("logRetentionDays must be 7, 30, 90 or 365, not " + days);
        };
    }
}
