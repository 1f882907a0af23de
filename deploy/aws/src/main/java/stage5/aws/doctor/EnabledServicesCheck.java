package stage5.aws.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import stage5.aws.account.SignedCalls;
import stage5.aws.account.SignedCalls.Response;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.TemplateResource;

/**
 * Finds services that an account can enable only once, if the account already has and a template would enable them; and an
 * identity provider that the deployment would adopt but that doesn't admit its audience.
 */
final class EnabledServicesCheck implements Check {

    private static final int FORBIDDEN = 403;

    @Override
    public String subject() {
        return "enabled services";
    }

    @Override
    public List<Advice> examine(Examination examination) {
        List<Advice> found = new ArrayList<>();
        SignedCalls calls = examination.access().calls();
        for (AssembledStack stack : examination.newStacks()) {
            String region = stack.region();
            if (has(stack, "AWS::GuardDuty::Detector")) {
                add(
                        found,
                        stack,
                        "GuardDuty",
                        "Set account.protection.guardDuty to false in the environment's file",
                        calls.get("guardduty", "guardduty", region, "/detector"),
                        response -> !response.json().path("detectorIds").isEmpty());
            }
            if (has(stack, "AWS::SecurityHub::Hub")) {
                add(
                        found,
                        stack,
                        "Security Hub",
                        "Set account.protection.securityHub to false in the environment's file",
                        calls.get("securityhub", "securityhub", region, "/accounts"),
                        Response::succeeded);
            }
            if (has(stack, "AWS::CE::AnomalyMonitor")) {
                add(
                        found,
                        stack,
                        "a cost monitor of AWS services",
                        "Delete the existing monitor: aws ce delete-anomaly-monitor --monitor-arn ARN",
                        calls.json(
                                "ce",
                                "ce",
                                "us-east-1",
                                "AWSInsightsIndexService.GetAnomalyMonitors",
                                "1.1",
                                Examination.object()),
                        EnabledServicesCheck::hasMonitorOfServices);
            }
            stack.resources("Custom::AccountService")
                    .map(TemplateResource::properties)
                    .filter(properties -> properties.has("Issuer"))
                    .forEach(provider -> addUnsuitable(found, stack, provider, calls));
        }
        return found;
    }

    private static boolean has(AssembledStack stack, String type) {
        return stack.resources(type).findAny().isPresent();
    }

    /** The deployment adopts an existing identity provider, and changes none. */
    private static void addUnsuitable(List<Advice> found, AssembledStack stack, JsonNode provider, SignedCalls calls) {
        String audience = provider.path("Audience").asText();
        String arn = "arn:aws:iam::%s:oidc-provider/%s"
                .formatted(stack.account(), provider.path("Issuer").asText());
        String remedy =
                "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn %s --client-id %s"
                        .formatted(arn, audience);
        Response response = calls.queryGlobal(
                "iam", "Action=GetOpenIDConnectProvider&Version=2010-05-08&OpenIDConnectProviderArn=" + arn);
        if (response.status() == FORBIDDEN) {
            found.add(Advice.hint(
                    "The credentials may not find out whether %s exists and admits %s".formatted(arn, audience),
                    "If it exists without that audience: " + remedy));
        } else if (response.succeeded() && !response.body().contains("<member>" + audience + "</member>")) {
            found.add(Advice.blocking(
                    "%s exists without the audience %s, and %s would adopt it".formatted(arn, audience, stack.name()),
                    remedy));
        }
    }

    private static boolean hasMonitorOfServices(Response response) {
        return response.json().path("AnomalyMonitors").valueStream().anyMatch(monitor -> monitor.path("MonitorType")
                .asText()
                .equals("DIMENSIONAL"));
    }

    private static void add(
            List<Advice> found,
            AssembledStack stack,
            String what,
            String remedy,
            Response response,
            Predicate<Response> isEnabled) {
        if (response.status() == FORBIDDEN) {
            found.add(Advice.hint(
                    "The credentials may not find out whether the account has %s".formatted(what),
                    "If it has one: " + remedy));
        } else if (response.succeeded() && isEnabled.test(response)) {
            found.add(Advice.blocking(
                    "The account already has %s in %s, and %s would create it"
                            .formatted(what, stack.region(), stack.name()),
                    remedy));
        }
    }
}
