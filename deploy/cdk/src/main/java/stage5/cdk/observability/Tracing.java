package stage5.cdk.observability;

import software.amazon.awscdk.services.applicationsignals.CfnDiscovery;
import software.amazon.awscdk.services.logs.CfnResourcePolicy;
import software.amazon.awscdk.services.xray.CfnGroup;
import software.amazon.awscdk.services.xray.CfnSamplingRule;
import software.amazon.awscdk.services.xray.CfnTransactionSearchConfig;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.config.ObservabilitySettings;

/**
 * Storage, sampling and groups of traces. The services send all their spans over OTLP to X-Ray, which requires <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search.html">Transaction
 * Search</a>: it stores each span and indexes a share. The sampling rules apply to clients that query X-Ray for them, such
 * as AWS's own services. The services don't: the gateway decides, with the same shares.
 */
final class Tracing extends Construct {

    /** Priority of the first rule. X-Ray applies rules in ascending order; <a
     * href="https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html">the default rule has 10000</a>. */
    private static final int FIRST_PRIORITY = 100;

    private final StackLocation location;
    private int rules;

    Tracing(Construct scope, StackLocation location, ObservabilitySettings settings) {
        super(scope, "Tracing");
        this.location = location;
        CfnDiscovery.Builder.create(this, "Discovery").build();
        CfnResourcePolicy permission = allowSpanStorage();
        CfnTransactionSearchConfig search = CfnTransactionSearchConfig.Builder.create(this, "TransactionSearch")
                .indexingPercentage(settings.indexedPercent())
                .build();
        search.addResourceDependency(permission);

        addSamplingRule("health", "*", "/q/*", 0, 0);
        addSamplingRule("orders", "POST", "/api/orders", 10, settings.tracedShareOfOrders());
        addSamplingRule("rest", "*", "*", 1, settings.tracedShare());

        addGroup("faults", "fault = true");
        addGroup("throttled", "throttle = true");
        addGroup("slow", "responsetime > 1");
        addGroup("orders", "http.url CONTAINS \"/api/orders\"");
    }

    private CfnResourcePolicy allowSpanStorage() {
        return CfnResourcePolicy.Builder.create(this, "Spans")
                .policyName(location.qualified("spans"))
                .policyDocument("""
                        {"Version": "2012-10-17", "Statement": [{
                          "Sid": "TransactionSearch",
                          "Effect": "Allow",
                          "Principal": {"Service": "xray.amazonaws.com"},
                          "Action": "logs:PutLogEvents",
                          "Resource": ["%s", "%s"],
                          "Condition": {
                            "ArnLike": {"aws:SourceArn": "%s"},
                            "StringEquals": {"aws:SourceAccount": "%s"}}}]}
                        """.formatted(
                                location.arn("logs", "log-group:aws/spans:*"),
                                location.arn("logs", "log-group:/aws/application-signals/data:*"),
                                location.arn("xray", "*"),
                                location.environment().account().id()))
                .build();
    }

    /**
     * Adds a sampling rule with the next priority.
     *
     * @param reservoir requests per second that are always traced
     * @param share of further requests that is traced, 0 to 1
     */
    private void addSamplingRule(String name, String method, String path, int reservoir, double share) {
        CfnSamplingRule.Builder.create(this, name)
                .samplingRule(CfnSamplingRule.SamplingRuleProperty.builder()
                        .ruleName(location.qualified(name))
                        .priority(FIRST_PRIORITY + rules++)
                        .reservoirSize(reservoir)
                        .fixedRate(share)
                        .httpMethod(method)
                        .urlPath(path)
                        .host("*")
                        .resourceArn("*")
                        .serviceName("*")
                        .serviceType("*")
                        .version(1)
                        .build())
                .build();
    }

    private void addGroup(String name, String filter) {
        CfnGroup.Builder.create(this, "Group-" + name)
                .groupName(location.qualified(name))
                .filterExpression(filter)
                .insightsConfiguration(CfnGroup.InsightsConfigurationProperty.builder()
                        .insightsEnabled(true)
                        .notificationsEnabled(true)
                        .build())
                .build();
    }
}
