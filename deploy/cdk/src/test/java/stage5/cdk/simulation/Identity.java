package stage5.cdk.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.IntrinsicFunctions;
import stage5.aws.assembly.TemplateResource;
import stage5.aws.graph.Name;
import stage5.aws.graph.PublishedNames;

/**
 * What only one resource of an account can have at a time: a fixed name, or the place of a resource that exists once.
 *
 * @param region empty if it is unique in all regions
 */
record Identity(String what, String account, String region, String name) implements Comparable<Identity> {

    private static final String GLOBAL = "";

    /** JSON pointers to the names of resource types that {@link PublishedNames} doesn't know. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("AWS::IAM::User", "/UserName"),
            Map.entry("AWS::CloudWatch::Alarm", "/AlarmName"),
            Map.entry("AWS::CloudWatch::CompositeAlarm", "/AlarmName"),
            Map.entry("AWS::CloudWatch::Dashboard", "/DashboardName"),
            Map.entry("AWS::CloudFront::Function", "/Name"),
            Map.entry("AWS::WAFv2::WebACL", "/Name"),
            Map.entry("AWS::Scheduler::Schedule", "/Name"),
            Map.entry("AWS::Synthetics::Canary", "/Name"),
            Map.entry("AWS::XRay::Group", "/GroupName"),
            Map.entry("AWS::XRay::SamplingRule", "/SamplingRule/RuleName"),
            Map.entry("AWS::ApiGatewayV2::DomainName", "/DomainName"),
            Map.entry("AWS::Logs::ResourcePolicy", "/PolicyName"),
            Map.entry("AWS::Logs::DeliverySource", "/Name"),
            Map.entry("AWS::Logs::DeliveryDestination", "/Name"),
            Map.entry("AWS::Budgets::Budget", "/Budget/BudgetName"));

    /** Types whose names are unique in all regions of an account. */
    private static final Set<String> GLOBAL_TYPES =
            Set.of("AWS::IAM::User", "AWS::CloudWatch::Dashboard", "AWS::CloudFront::Function", "AWS::Budgets::Budget");

    /**
     * Types of which an account has one per region: <a
     * href="https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html">GuardDuty</a>, <a
     * href="https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableSecurityHub.html">Security Hub</a>, <a
     * href="https://docs.aws.amazon.com/xray/latest/api/API_UpdateTraceSegmentDestination.html">Transaction Search</a>.
     */
    private static final Set<String> ONE_PER_REGION =
            Set.of("AWS::GuardDuty::Detector", "AWS::SecurityHub::Hub", "AWS::XRay::TransactionSearchConfig");

    /** Returns the identities of the resource; empty if CloudFormation names it. */
    static Set<Identity> of(AssembledStack stack, TemplateResource resource) {
        Set<Identity> all = new TreeSet<>();
        PublishedNames.of(stack, resource).forEach(name -> all.add(of(name)));
        IntrinsicFunctions symbolic = IntrinsicFunctions.symbolic(stack);
        String type = resource.type();
        JsonNode name = NAMES.containsKey(type) ? resource.properties().at(NAMES.get(type)) : null;
        if (name != null && !name.isMissingNode()) {
            all.add(new Identity(type, stack.account(), region(stack, type), symbolic.text(name)));
        }
        if (ONE_PER_REGION.contains(type)) {
            all.add(new Identity(type, stack.account(), stack.region(), "only one"));
        }
        // An account has one provider per URL:
        // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
        if (type.equals("AWS::IAM::OIDCProvider")) {
            all.add(identityProvider(
                    stack.account(), symbolic.text(resource.properties().path("Url"))));
        }
        // An account has one monitor of services:
        // https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
        if (type.equals("AWS::CE::AnomalyMonitor")
                && resource.properties().path("MonitorType").asText().equals("DIMENSIONAL")) {
            all.add(serviceMonitor(stack.account()));
        }
        return all;
    }

    static Identity of(Name name) {
        return new Identity(name.kind().toString(), name.account(), name.region(), name.text());
    }

    static Identity serviceMonitor(String account) {
        return new Identity("AWS::CE::AnomalyMonitor", account, GLOBAL, "of services");
    }

    static Identity identityProvider(String account, String url) {
        return new Identity("AWS::IAM::OIDCProvider", account, GLOBAL, url);
    }

    static Identity onePerRegion(String type, String account, String region) {
        return new Identity(type, account, region, "only one");
    }

    private static String region(AssembledStack stack, String type) {
        return GLOBAL_TYPES.contains(type) ? GLOBAL : stack.region();
    }

    @Override
    public int compareTo(Identity other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return "%s %s %s %s".formatted(what, name, region, account);
    }
}
