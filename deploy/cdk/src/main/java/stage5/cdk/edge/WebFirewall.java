package stage5.cdk.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACL.FieldToMatchProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.StatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.VisibilityConfigProperty;
import software.constructs.Construct;
import stage5.cdk.LogGroups;
import stage5.cdk.StackLocation;
import stage5.cdk.config.EdgeRules;

/**
 * The web ACL of the distribution, and its log.
 *
 * <p>A web ACL for CloudFront has to be in us-east-1 (<a
 * href="https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html">resources</a>). The
 * rules are ordered by cost, with those of {@link BotRules} last, because AWS charges for it per request (<a
 * href="https://docs.aws.amazon.com/waf/latest/developerguide/waf-bot-control-with-other-rules.html">AWS</a>).
 */
final class WebFirewall extends Construct {

    /** With or without a trailing slash, which reaches the same route. */
    private static final String LOGIN_PATH = "^/api/sessions/?$";

    private static final String TOO_MANY = "too-many-requests";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final long WINDOW_SECONDS = 300;

    private final CfnWebACL acl;

    WebFirewall(Construct scope, String id, StackLocation location, EdgeRules limits) {
        super(scope, id);
        acl = CfnWebACL.Builder.create(this, "Acl")
                .name(location.qualified("edge"))
                .scope("CLOUDFRONT")
                .defaultAction(CfnWebACL.DefaultActionProperty.builder()
                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                        .build())
                .customResponseBodies(Map.of(
                        TOO_MANY,
                        CfnWebACL.CustomResponseBodyProperty.builder()
                                .contentType("APPLICATION_JSON")
                                .content("{\"title\":\"Too Many Requests\",\"status\":429}")
                                .build()))
                .visibilityConfig(visibility("web-acl"))
                .rules(rules(location, limits))
                .build();
        log(location);
    }

    /** Returns the ACL's ARN. */
    String arn() {
        return acl.getAttrArn();
    }

    private List<RuleProperty> rules(StackLocation location, EdgeRules limits) {
        List<RuleProperty> rules = new ArrayList<>();
        rules.add(limit(rules.size(), "logins", limits.loginsPerAddress(), login()));
        rules.add(limit(rules.size(), "requests", limits.requestsPerAddress(), null));
        rules.add(managed(rules.size(), "AWSManagedRulesAmazonIpReputationList", List.of()));
        rules.add(managed(rules.size(), "AWSManagedRulesKnownBadInputsRuleSet", List.of()));
        // Bodies above this rule's 8 KiB are allowed. The gateway itself rejects bodies that are too large with 413.
        rules.add(managed(rules.size(), "AWSManagedRulesCommonRuleSet", List.of("SizeRestrictions_BODY")));
        if (limits.botControl()) {
            rules.add(RuleProperty.builder()
                    .name(BotRules.GROUP)
                    .priority(rules.size())
                    .statement(BotRules.labels())
                    .overrideAction(CfnWebACL.OverrideActionProperty.builder()
                            .count(Map.of())
                            .build())
                    .visibilityConfig(visibility(BotRules.GROUP))
                    .build());
            rules.add(RuleProperty.builder()
                    .name("bots")
                    .priority(rules.size())
                    .statement(
                            BotRules.unwanted(AgentSecret.create(this, location).unsafeUnwrap()))
                    .action(CfnWebACL.RuleActionProperty.builder()
                            .block(CfnWebACL.BlockActionProperty.builder().build())
                            .build())
                    .visibilityConfig(visibility("bots"))
                    .build());
        }
        return rules;
    }

    private static RuleProperty limit(int priority, String name, int calls, StatementProperty which) {
        return RuleProperty.builder()
                .name(name)
                .priority(priority)
                .statement(StatementProperty.builder()
                        .rateBasedStatement(CfnWebACL.RateBasedStatementProperty.builder()
                                .aggregateKeyType("IP")
                                .evaluationWindowSec(WINDOW_SECONDS)
                                .limit(calls)
                                .scopeDownStatement(which)
                                .build())
                        .build())
                .action(CfnWebACL.RuleActionProperty.builder()
                        .block(CfnWebACL.BlockActionProperty.builder()
                                .customResponse(CfnWebACL.CustomResponseProperty.builder()
                                        .responseCode(TOO_MANY_REQUESTS)
                                        .customResponseBodyKey(TOO_MANY)
                                        .responseHeaders(List.of(CfnWebACL.CustomHTTPHeaderProperty.builder()
                                                .name("Retry-After")
                                                .value(Long.toString(WINDOW_SECONDS))
                                                .build()))
                                        .build())
                                .build())
                        .build())
                .visibilityConfig(visibility(name))
                .build();
    }

    private static StatementProperty login() {
        StatementProperty post = StatementProperty.builder()
                .byteMatchStatement(CfnWebACL.ByteMatchStatementProperty.builder()
                        .fieldToMatch(
                                FieldToMatchProperty.builder().method(Map.of()).build())
                        .positionalConstraint("EXACTLY")
                        .searchString("POST")
                        .textTransformations(List.of(transformation(0, "NONE")))
                        .build())
                .build();
        StatementProperty path = StatementProperty.builder()
                .regexMatchStatement(CfnWebACL.RegexMatchStatementProperty.builder()
                        .fieldToMatch(
                                FieldToMatchProperty.builder().uriPath(Map.of()).build())
                        .regexString(LOGIN_PATH)
                        .textTransformations(
                                List.of(transformation(0, "URL_DECODE"), transformation(1, "NORMALIZE_PATH")))
                        .build())
                .build();
        return StatementProperty.builder()
                .andStatement(CfnWebACL.AndStatementProperty.builder()
                        .statements(List.of(post, path))
                        .build())
                .build();
    }

    private static CfnWebACL.TextTransformationProperty transformation(int priority, String type) {
        return CfnWebACL.TextTransformationProperty.builder()
                .priority(priority)
                .type(type)
                .build();
    }

    private static RuleProperty managed(int priority, String group, List<String> counted) {
        return RuleProperty.builder()
                .name(group)
                .priority(priority)
                .statement(StatementProperty.builder()
                        .managedRuleGroupStatement(CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                                .vendorName("AWS")
                                .name(group)
                                .ruleActionOverrides(counted.isEmpty() ? null : counting(counted))
                                .build())
                        .build())
                .overrideAction(CfnWebACL.OverrideActionProperty.builder()
                        .none(Map.of())
                        .build())
                .visibilityConfig(visibility(group))
                .build();
    }

    /** Returns overrides by which the rules only count requests, and label them. */
    static List<CfnWebACL.RuleActionOverrideProperty> counting(List<String> counted) {
        return counted.stream()
                .map(rule -> CfnWebACL.RuleActionOverrideProperty.builder()
                        .name(rule)
                        .actionToUse(CfnWebACL.RuleActionProperty.builder()
                                .count(CfnWebACL.CountActionProperty.builder().build())
                                .build())
                        .build())
                .toList();
    }

    private static VisibilityConfigProperty visibility(String metric) {
        return VisibilityConfigProperty.builder()
                .metricName(metric)
                .cloudWatchMetricsEnabled(true)
                .sampledRequestsEnabled(true)
                .build();
    }

    /**
     * Logs blocked and counted requests, without tokens and cookies. AWS WAF requires a log group name that starts with
     * {@code aws-waf-logs-} (<a
     * href="https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html">CloudWatch Logs</a>).
     */
    private void log(StackLocation location) {
        LogGroup group = LogGroups.create(this, "Log", location, "aws-waf-logs-" + location.qualified("edge"));
        CfnLoggingConfiguration.Builder.create(this, "Logging")
                .resourceArn(acl.getAttrArn())
                .logDestinationConfigs(List.of(Stack.of(this)
                        .formatArn(ArnComponents.builder()
                                .service("logs")
                                .resource("log-group")
                                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                .resourceName(group.getLogGroupName())
                                .build())))
                .redactedFields(List.of(redacted("authorization"), redacted("cookie")))
                // CloudFormation expects these capitalised property names; the CDK would write them in lower case.
                .loggingFilter(new TreeMap<>(Map.of(
                        "DefaultBehavior",
                        "DROP",
                        "Filters",
                        List.of(new TreeMap<>(Map.of(
                                "Behavior",
                                "KEEP",
                                "Requirement",
                                "MEETS_ANY",
                                "Conditions",
                                List.of(actionCondition("BLOCK"), actionCondition("COUNT"))))))))
                .build();
    }

    private static CfnLoggingConfiguration.FieldToMatchProperty redacted(String header) {
        return CfnLoggingConfiguration.FieldToMatchProperty.builder()
                .singleHeader(Map.of("Name", header))
                .build();
    }

    private static Map<String, Object> actionCondition(String action) {
        return Map.of("ActionCondition", Map.of("Action", action));
    }
}
