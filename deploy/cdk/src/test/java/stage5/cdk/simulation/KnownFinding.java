package stage5.cdk.simulation;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A finding that is not fixed yet. Whoever fixes one removes its line from {@link #ALL}: a test fails if a known finding
 * doesn't occur any more.
 *
 * @param cases in which it occurs
 * @param stack pattern of the stack's name
 * @param subject pattern of the subject
 */
record KnownFinding(Set<Case> cases, Fault fault, Pattern stack, Pattern subject) {

    static final List<KnownFinding> ALL = List.of(
            // Services that the organisation has already enabled make the stacks fail.
            known(Fault.NAME_TAKEN, "protection", "AWS::GuardDuty::Detector.*", Case.ORGANISATION),
            known(Fault.NAME_TAKEN, "spending", "AWS::CE::AnomalyMonitor.*", Case.ORGANISATION),

            // Data and log groups with fixed names are retained even if the creation of their stack fails.
            known(Fault.NAME_TAKEN, "(catalog|order|user|notification)-.*", "table .*", Case.FAILED_CREATION),
            known(Fault.NAME_TAKEN, ".*", "log group .*", Case.FAILED_CREATION),
            known(Fault.NAME_TAKEN, "pipeline", "(image repository|bucket) .*", Case.FAILED_CREATION),

            // The log groups of one form are retained when the other form replaces it, and block the way back.
            known(Fault.NAME_TAKEN, ".*", "log group (/aws/lambda/|/stage5/(api|ecs)/).*", Case.FORM_CHANGE),

            // A new address of a neighbour doesn't publish a new version of the functions that call it.
            known(Fault.STALE_SETTING, ".*", ".* STAGE5_USER_URL", Case.FORM_CHANGE),

            // CloudFormation resolves secrets only if the resource changes, and tasks read them only at their start.
            known(
                    Fault.STALE_SECRET,
                    ".*",
                    ".* (QUARKUS_REDIS_(SESSIONS_)?PASSWORD|QUARKUS_MAILER_(USERNAME|PASSWORD)|STAGE5_TOKENS_KEYS)",
                    Case.ROTATION),

            // Each deployment sets the number of tasks to the minimum.
            known(Fault.TASKS_RESET, ".*", ".*", Case.NEXT_VERSION),

            // Nothing stops the lost region's schedules and consumers while requests go to the other one.
            known(Fault.TWO_WRITERS, "services", "while .*", Case.FAILOVER),

            // Image repositories and buckets are retained in environments whose data may be deleted, with fixed names.
            known(Fault.LEFT_OVER, ".*", "AWS::(ECR::Repository|S3::Bucket) .*", Case.TEARDOWN),
            known(Fault.NAME_TAKEN, "pipeline", "(image repository|bucket) .*", Case.TEARDOWN));

    private static KnownFinding known(Fault fault, String stack, String subject, Case... cases) {
        return new KnownFinding(Set.of(cases), fault, Pattern.compile(stack), Pattern.compile(subject));
    }

    boolean matches(Case name, Finding finding) {
        return cases.contains(name)
                && finding.fault() == fault
                && stack.matcher(finding.stack()).matches()
                && subject.matcher(finding.subject()).matches();
    }
}
