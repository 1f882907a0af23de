package stage5.cdk.observability;

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

    /** An order is worth more than a look. */
    private static final int MORE = 4;

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
        sampling("orders", "POST", "/api/orders", 10, Math.min(1, MORE * settings.tracedShare()));
        sampling("rest", "*", "*", 1, settings.tracedShare());

        group("faults", "fault = true");
        group("throttled", "throttle = true");
        group("slow", "responsetime > 1");
        group("orders", "http.url CONTAINS \"/api/orders\"");
    }

    private CfnResourcePolicy spansMayBeStored() {
        return CfnResourcePolicy.Builder.create(this, "Spans")
                .policyName(site.qualified("spans"))
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
                                site.arn("logs", "log-group:aws/spans:*"),
                                site.arn("logs", "log-group:/aws/application-signals/data:*"),
                                site.arn("xray", "*"),
                                site.environment().account()))
                .build();
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
