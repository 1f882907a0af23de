package stage5.cdk.edge;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACL.FieldToMatchProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.StatementProperty;

/**
 * Which bots the edge blocks. <a
 * href="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html">Bot Control</a> only labels
 * requests. By itself it would block every client that is no browser: each app, the smoke test and the canary. A rule of
 * this class blocks by label, except verified bots and the shop's own agents.
 */
final class BotRules {

    static final String GROUP = "AWSManagedRulesBotControlRuleSet";

    private static final String LABELS = "awswaf:managed:aws:bot-control:";

    private static final String VERIFIED = "bot:verified";

    /** Scrapers, scanners, and browsers that a program controls. */
    private static final List<String> UNWANTED =
            List.of("bot:category:scraping_framework", "bot:category:security", "signal:automated_browser");

    /**
     * The rules of the group. If one of them blocked, the group would end there, and later labels would be missing (<a
     * href="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html">overrides</a>).
     */
    private static final List<String> COUNTED = List.of(
            "CategoryAdvertising",
            "CategoryArchiver",
            "CategoryContentFetcher",
            "CategoryEmailClient",
            "CategoryHttpLibrary",
            "CategoryLinkChecker",
            "CategoryMiscellaneous",
            "CategoryMonitoring",
            "CategoryScrapingFramework",
            "CategorySearchEngine",
            "CategorySecurity",
            "CategorySeo",
            "CategorySocialMedia",
            "CategoryAI",
            "SignalAutomatedBrowser",
            "SignalKnownBotDataCenter",
            "SignalNonBrowserUserAgent");

    private BotRules() {}

    /**
     * Returns the statement of the rule group, which runs before {@link #unwanted}. The caller also overrides the action of
     * the whole group, in case AWS adds a rule.
     */
    static StatementProperty labels() {
        return StatementProperty.builder()
                .managedRuleGroupStatement(CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                        .vendorName("AWS")
                        .name(GROUP)
                        .ruleActionOverrides(WebFirewall.counting(COUNTED))
                        .managedRuleGroupConfigs(List.of(CfnWebACL.ManagedRuleGroupConfigProperty.builder()
                                .awsManagedRulesBotControlRuleSet(
                                        CfnWebACL.AWSManagedRulesBotControlRuleSetProperty.builder()
                                                .inspectionLevel("COMMON")
                                                .build())
                                .build()))
                        .build())
                .build();
    }

    /**
     * Returns a statement that matches the bots to block.
     *
     * @param agentSecret the value of the header {@link AgentSecret#HEADER} of the shop's own agents
     */
    static StatementProperty unwanted(String agentSecret) {
        return and(List.of(
                or(UNWANTED.stream().map(BotRules::hasLabel).toList()),
                not(hasLabel(VERIFIED)),
                not(isOwn(agentSecret))));
    }

    private static StatementProperty isOwn(String agentSecret) {
        return StatementProperty.builder()
                .byteMatchStatement(CfnWebACL.ByteMatchStatementProperty.builder()
                        .fieldToMatch(FieldToMatchProperty.builder()
                                .singleHeader(Map.of("Name", AgentSecret.HEADER.toLowerCase(Locale.ROOT)))
                                .build())
                        .positionalConstraint("EXACTLY")
                        .searchString(agentSecret)
                        .textTransformations(List.of(CfnWebACL.TextTransformationProperty.builder()
                                .priority(0)
                                .type("NONE")
                                .build()))
                        .build())
                .build();
    }

    private static StatementProperty hasLabel(String label) {
        return StatementProperty.builder()
                .labelMatchStatement(CfnWebACL.LabelMatchStatementProperty.builder()
                        .scope("LABEL")
                        .key(LABELS + label)
                        .build())
                .build();
    }

    private static StatementProperty and(List<StatementProperty> statements) {
        return StatementProperty.builder()
                .andStatement(CfnWebACL.AndStatementProperty.builder()
                        .statements(statements)
                        .build())
                .build();
    }

    private static StatementProperty or(List<StatementProperty> statements) {
        return StatementProperty.builder()
                .orStatement(CfnWebACL.OrStatementProperty.builder()
                        .statements(statements)
                        .build())
                .build();
    }

    private static StatementProperty not(StatementProperty statement) {
        return StatementProperty.builder()
                .notStatement(CfnWebACL.NotStatementProperty.builder()
                        .statement(statement)
                        .build())
                .build();
    }
}
