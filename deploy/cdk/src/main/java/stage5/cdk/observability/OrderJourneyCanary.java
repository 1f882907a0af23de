package stage5.cdk.observability;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.synthetics.CfnCanary;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.Buckets;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.AlarmTopic;
import stage5.cdk.config.ObservabilitySettings;
import stage5.cdk.edge.AgentSecret;
import stage5.cdk.edge.EdgeStack;

/**
 * A <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html">
 * canary</a> that signs up, places an order and waits for its confirmation. Its script is inline in the template, so that
 * the stack needs no artifact.
 */
final class OrderJourneyCanary extends Construct {

    /** Newest first: <a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Library_nodejs_puppeteer.html">
     * runtimes</a>. */
    private static final String RUNTIME = "syn-nodejs-puppeteer-13.0";

    /** Longer than a saga takes, and shorter than the shortest interval between runs. */
    private static final int TIMEOUT_SECONDS = 55;

    private final StackLocation location;

    OrderJourneyCanary(
            Construct scope, StackLocation location, ObservabilitySettings.Canary settings, AlarmTopic alarmTopic) {
        super(scope, "OrderJourney");
        this.location = location;
        Bucket artifacts = artifacts();
        CfnCanary canary = CfnCanary.Builder.create(this, "Canary")
                .name(location.qualified("order"))
                .runtimeVersion(RUNTIME)
                .code(CfnCanary.CodeProperty.builder()
                        .handler("index.handler")
                        .script(JourneyScript.read())
                        .build())
                .artifactS3Location("s3://" + artifacts.getBucketName())
                .executionRoleArn(role(artifacts).getRoleArn())
                .schedule(CfnCanary.ScheduleProperty.builder()
                        .expression("rate(%d minute%s)"
                                .formatted(settings.everyMinutes(), settings.everyMinutes() == 1 ? "" : "s"))
                        .build())
                .runConfig(CfnCanary.RunConfigProperty.builder()
                        .timeoutInSeconds(TIMEOUT_SECONDS)
                        .environmentVariables(variables(settings))
                        .build())
                .startCanaryAfterCreation(true)
                .provisionedResourceCleanup("AUTOMATIC")
                .build();
        alarmTopic.notifyOn(Alarm.Builder.create(this, "Fails")
                .alarmName(location.qualified("order-journey"))
                .alarmDescription("Orders fail: the canary failed twice in a row")
                .metric(success(canary, settings.everyMinutes()))
                .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                .threshold(100)
                .evaluationPeriods(2)
                .treatMissingData(TreatMissingData.BREACHING)
                .build());
    }

    private Map<String, String> variables(ObservabilitySettings.Canary settings) {
        Map<String, String> variables = new TreeMap<>(Map.of(
                "SHOP", shopUrl(),
                "SKU", settings.sku(),
                "PAYMENT_TOKEN", settings.paymentToken()));
        if (location.environment().edge().rules().botControl()) {
            variables.put("AGENT", AgentSecret.of(location).unsafeUnwrap());
        }
        return variables;
    }

    /** The edge's stack publishes the URL in its own region. */
    private String shopUrl() {
        return new SharedParameters(new StackLocation(location.environment(), EdgeStack.REGION))
                .shopUrl()
                .read(this);
    }

    private static IMetric success(CfnCanary canary, int everyMinutes) {
        return Metric.Builder.create()
                .namespace("CloudWatchSynthetics")
                .metricName("SuccessPercent")
                .dimensionsMap(Map.of("CanaryName", canary.getName()))
                .statistic("Average")
                .period(Duration.minutes(everyMinutes))
                .build();
    }

    private Bucket artifacts() {
        Bucket bucket = Buckets.of(this, "Artifacts", location)
                .lifecycleRules(List.of(
                        LifecycleRule.builder().expiration(Duration.days(31)).build()))
                .build();
        AcceptedFinding.CANARY_RUNS_WITHOUT_ACCESS_LOG.on(bucket);
        return bucket;
    }

    /** <a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html">
     * Permissions of a canary</a>. */
    private Role role(Bucket artifacts) {
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        allow(role, List.of("s3:PutObject"), artifacts.arnForObjects("*"));
        allow(role, List.of("s3:GetBucketLocation"), artifacts.getBucketArn());
        allow(role, List.of("s3:ListAllMyBuckets"), "*");
        allow(
                role,
                List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
                location.arn("logs", "log-group:/aws/lambda/cwsyn-%s-*".formatted(location.qualified("order"))));
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("cloudwatch:PutMetricData"))
                .resources(List.of("*"))
                .conditions(Map.of("StringEquals", Map.of("cloudwatch:namespace", "CloudWatchSynthetics")))
                .build());
        AcceptedFinding.CANARY_NAMES.on(role);
        return role;
    }

    private static void allow(Role role, List<String> actions, String resource) {
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resource))
                .build());
    }
}
