package stage5.cdk;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** Log groups, kept as long as the environment says. */
public final class Logs {

    private Logs() {}

    /** Returns a new log group. */
    public static LogGroup group(Construct scope, String id, Site site, String name) {
        return LogGroup.Builder.create(scope, id)
                .logGroupName(name)
                .retention(retention(site.environment().logRetentionDays()))
                .removalPolicy(site.environment().deletable() ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN)
                .build();
    }

    private static RetentionDays retention(int days) {
        return switch (days) {
            case 7 -> RetentionDays.ONE_WEEK;
            case 30 -> RetentionDays.ONE_MONTH;
            case 90 -> RetentionDays.THREE_MONTHS;
            case 365 -> RetentionDays.ONE_YEAR;
            default -> throw new IllegalArgumentException("Logs are kept 7, 30, 90 or 365 days, not " + days);
        };
    }
}
