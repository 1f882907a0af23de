package stage5.cdk.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.Stack;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.EdgeRules;
import stage5.cdk.config.EdgeRules.Routing;

class WebFirewallTests {

    private static SynthesisedStack plain;
    private static SynthesisedStack withBotControl;

    @BeforeAll
    static void synthesise() {
        plain = firewall(false);
        withBotControl = firewall(true);
    }

    @Test
    void shouldOrderRulesByCost_whenARequestArrives() {
        assertThat(rules(plain))
                .extracting(rule -> rule.get("Name"))
                .containsExactly(
                        "logins",
                        "requests",
                        "AWSManagedRulesAmazonIpReputationList",
                        "AWSManagedRulesKnownBadInputsRuleSet",
                        "AWSManagedRulesCommonRuleSet");
        assertThat(rules(plain)).extracting(rule -> rule.get("Priority")).doesNotHaveDuplicates();
    }

    @Test
    void shouldEvaluateBotControlLast_whenItIsEnabled() {
        assertThat(rules(withBotControl).subList(5, 7))
                .extracting(rule -> rule.get("Name"))
                .containsExactly("AWSManagedRulesBotControlRuleSet", "bots");
        assertThat(rules(withBotControl))
                .extracting(rule -> rule.get("Priority"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "a browser, '', true",
        "curl of the smoke test, bot:category:http_library signal:non_browser_user_agent, true",
        "an app, bot:category:http_library signal:non_browser_user_agent, true",
        "fetch of the canary, signal:non_browser_user_agent signal:known_bot_data_center, true",
        "a search engine, bot:verified bot:category:search_engine, true",
        "a verified scanner, bot:verified bot:category:security, true",
        "a scraper, bot:category:scraping_framework signal:non_browser_user_agent, false",
        "a scanner, bot:category:security, false",
        "a controlled browser, signal:automated_browser, false"
    })
    void shouldBlockUnwantedBotsOnly_whenBotControlLabelsARequest(String agent, String labels, boolean admitted) {
        assertThat(admits(labels, Map.of())).as(agent).isEqualTo(admitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bot:category:scraping_framework", "bot:category:security", "signal:automated_browser"})
    void shouldAdmitOwnAgents_whenTheySendTheSecret(String label) {
        assertThat(admits(label, Map.of("stage5-agent", WebAclEvaluation.SECRET)))
                .isTrue();
        assertThat(admits(label, Map.of("stage5-agent", "guessed"))).isFalse();
    }

    private static boolean admits(String labels, Map<String, String> headers) {
        return new WebAclEvaluation(rules(withBotControl))
                .admits(new WebAclEvaluation.Request(labels.isEmpty() ? Set.of() : Set.of(labels.split(" ")), headers));
    }

    @Test
    void shouldLimitLogIns_whenThePathHasATrailingSlashOrNot() {
        Map<String, Object> limit = limit("logins");

        assertThat(limit).containsEntry("Limit", 20).containsEntry("AggregateKeyType", "IP");
        List<Map<String, Object>> conditions = at(limit, "ScopeDownStatement", "AndStatement", "Statements");
        assertThat(this.<Object>at(conditions.getFirst(), "ByteMatchStatement", "SearchString"))
                .isEqualTo("POST");
        Pattern path = Pattern.compile(at(conditions.getLast(), "RegexMatchStatement", "RegexString"));
        assertThat(List.of("/api/sessions", "/api/sessions/")).allMatch(path.asPredicate());
        assertThat(List.of("/api/sessions/refresh", "/x/api/sessions", "/api/sessionss"))
                .noneMatch(path.asPredicate());
    }

    @Test
    void shouldLimitAllRequests_whenAnAddressCalls() {
        assertThat(limit("requests")).containsEntry("Limit", 2000).doesNotContainKey("ScopeDownStatement");
    }

    @Test
    void shouldRespondWith429_whenAnAddressExceedsALimit() {
        for (String name : List.of("logins", "requests")) {
            Map<String, Object> response = at(rule(name), "Action", "Block", "CustomResponse");
            assertThat(response)
                    .containsEntry("ResponseCode", 429)
                    .containsEntry("ResponseHeaders", List.of(Map.of("Name", "Retry-After", "Value", "300")));
        }
    }

    @Test
    void shouldOnlyCountLargeBodies_whenTheRuleGroupWouldBlockThem() {
        List<Map<String, Object>> overrides = at(
                rule("AWSManagedRulesCommonRuleSet"), "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides");

        assertThat(overrides)
                .singleElement()
                .isEqualTo(Map.of("Name", "SizeRestrictions_BODY", "ActionToUse", Map.of("Count", Map.of())));
    }

    @Test
    void shouldRedactTokensInTheLog_whenARequestIsBlocked() {
        plain.template()
                .hasResourceProperties(
                        "AWS::WAFv2::LoggingConfiguration",
                        objectLike(Map.of(
                                "RedactedFields",
                                List.of(
                                        Map.of("SingleHeader", Map.of("Name", "authorization")),
                                        Map.of("SingleHeader", Map.of("Name", "cookie"))),
                                "LogDestinationConfigs",
                                anyValue())));
        plain.template()
                .hasResourceProperties(
                        "AWS::Logs::LogGroup", objectLike(Map.of("LogGroupName", "aws-waf-logs-stage5-dev-edge")));
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(plain.findings()).isEmpty();
        assertThat(withBotControl.findings()).isEmpty();
    }

    @Test
    void shouldThrow_whenLimitsAreInvalid() {
        assertThatThrownBy(() -> new EdgeRules(Routing.LATENCY, 2000, 9, false, 1))
                .hasMessageContaining("at least 10");
        assertThatThrownBy(() -> new EdgeRules(Routing.LATENCY, 10, 20, false, 1))
                .hasMessageContaining("at most requestsPerAddress");
    }

    private Map<String, Object> limit(String name) {
        return at(rule(name), "Statement", "RateBasedStatement");
    }

    private static Map<String, Object> rule(String name) {
        return rules(plain).stream()
                .filter(rule -> rule.get("Name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules(SynthesisedStack stack) {
        return (List<Map<String, Object>>) stack.only("AWS::WAFv2::WebACL").get("Rules");
    }

    @SuppressWarnings("unchecked")
    private <T> T at(Map<String, Object> from, String... path) {
        Object value = from;
        for (String name : path) {
            value = ((Map<String, Object>) value).get(name);
        }
        return (T) value;
    }

    private static SynthesisedStack firewall(boolean botControl) {
        return SynthesisedStack.of(app -> {
            Stack stack = new Stack(app, "firewall");
            new WebFirewall(
                    stack,
                    "Firewall",
                    EdgeFixtures.location("dev", EdgeStack.REGION),
                    new EdgeRules(Routing.LATENCY, 2000, 20, botControl, 1));
            return stack;
        });
    }
}
