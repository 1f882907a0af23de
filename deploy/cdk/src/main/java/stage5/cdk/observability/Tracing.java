package stage5.cdk.observability;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.applicationsignals.CfnDiscovery;
import software.amazon.awscdk.services.logs.CfnResourcePolicy;
import software.amazon.awscdk.services.xray.CfnGroup;
import software.amazon.awscdk.services.xray.CfnSamplingRule;
import software.amazon.awscdk.services.xray.CfnTransactionSearchConfig;
import software.constructs.Construct;
import stage5.cdk.Site;
import stage5.cdk.config.ObservabilitySettings;

/**
 * How traces are kept and found again. The services send all their spans over OTLP to X-Ray, which needs <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search.html">Transaction
 * Search</a>: it stores each span and indexes a share. The sampling rules are for whoever asks X-Ray for them, as AWS's
 * own services do; the services' sampler follows its caller and asks nobody.
 */
final class Tracing extends Construct {

    /** Rules are tried from the smallest number on; <a
     * href="https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html">the default rule has 10000</a>. */
    private static final int FIRST = 100;

    private final Site site;
    private int rules;

    Tracing(Construct scope, Site site, ObservabilitySettings settings) {
        super(scope, "Tracing");
        this.site = site;
        CfnDiscovery.Builder.create(this, "Discovery").build();
        CfnResourcePolicy permission = spansMayBeStored();
        CfnTransactionSearchConfig search = CfnTransactionSearchConfig.Builder.create(this, "TransactionSearch")
                .indexingPercentage(settings.indexedPercent())
                .build();
        search.addResourceDependency(permission);

        sampling("health", "*", "/q/*", 0, 0);
        sampling("orders", "POST", "/api/orders", 10, Math.min(1, settings.tracedShare() * 4));
        sampling("rest", "*", "*", 1, settings.tracedShare());

        group("faults", "fault = true");
        group("throttled", "throttle = true");
        group("slow", "responsetime > 1");
        group("orders", "http.url CONTAINS \"/api/orders\"");
    }

    private CfnResourcePolicy spansMayBeStored() {
        Stack stack = Stack.of(this);
        Map<String, Object> policy = Map.of(
                "Version",
                "2012-10-17",
                "Statement",
                List.of(Map.of(
                        "Sid",
                        "TransactionSearch",
                        "Effect",
                        "Allow",
                        "Principal",
                        Map.of("Service", "xray.amazonaws.com"),
                        "Action",
                        "logs:PutLogEvents",
                        "Resource",
                        List.of(logGroup(stack, "aws/spans"), logGroup(stack, "/aws/application-signals/data")),
                        "Condition",
                        Map.of(
                                "ArnLike",
                                Map.of(
                                        "aws:SourceArn",
                                        "arn:%s:xray:%s:%s:*"
                                                .formatted(
                                                        stack.getPartition(), stack.getRegion(), stack.getAccount())),
                                "StringEquals",
                                Map.of("aws:SourceAccount", stack.getAccount())))));
        return CfnResourcePolicy.Builder.create(this, "Spans")
                .policyName(site.qualified("spans"))
                .policyDocument(stack.toJsonString(policy))
                .build();
    }

    private static String logGroup(Stack stack, String name) {
        return "arn:%s:logs:%s:%s:log-group:%s:*"
                .formatted(stack.getPartition(), stack.getRegion(), stack.getAccount(), name);
    }

    /**
     * Adds a rule, to be tried after those that are there.
     *
     * @param reservoir how many requests a second are traced in any case
     * @param share of the others
     */
    private void sampling(String name, String method, String path, int reservoir, double share) {
        CfnSamplingRule.Builder.create(this, name)
                .samplingRule(CfnSamplingRule.SamplingRuleProperty.builder()
                        .ruleName(site.qualified(name))
                        .priority(FIRST + rules++)
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

    private void group(String name, String filter) {
        CfnGroup.Builder.create(this, "Group-" + name)
                .groupName(site.qualified(name))
                .filterExpression(filter)
                .insightsConfiguration(CfnGroup.InsightsConfigurationProperty.builder()
                        .insightsEnabled(true)
                        .notificationsEnabled(true)
                        .build())
                .build();
    }
}
