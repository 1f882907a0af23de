package stage5.cdk.protection;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.customresources.AwsCustomResource;
import software.amazon.awscdk.customresources.AwsCustomResourcePolicy;
import software.amazon.awscdk.customresources.AwsSdkCall;
import software.amazon.awscdk.customresources.PhysicalResourceId;
import software.amazon.awscdk.services.guardduty.CfnDetector;
import software.amazon.awscdk.services.guardduty.CfnDetector.CFNFeatureConfigurationProperty;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.securityhub.CfnHub;
import software.constructs.Construct;
import stage5.cdk.Logs;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.config.ProtectionSettings;

/** AWS's own guards over the account in a region, as far as the environment wants them from here. */
public final class ProtectionStack extends SiteStack {

    /** What there is to look at here; the rest of GuardDuty's protection plans have no object. */
    private static final List<String> WATCHED = List.of("LAMBDA_NETWORK_LOGS", "S3_DATA_EVENTS", "RUNTIME_MONITORING");

    /** What Inspector scans: images, and what functions are made of. */
    private static final List<String> SCANNED = List.of("ECR", "LAMBDA");

    public ProtectionStack(Construct app, Site site) {
        super(app, site, "protection", "Stage Five: AWS's own guards over the account");
        ProtectionSettings settings = site.environment().protection();
        if (settings.guardDuty()) {
            addGuardDuty();
        }
        if (settings.inspector()) {
            addInspector();
        }
        if (settings.securityHub()) {
            CfnHub.Builder.create(this, "SecurityHub")
                    .enableDefaultStandards(true)
                    .autoEnableControls(true)
                    .build();
        }
    }

    private void addGuardDuty() {
        CfnDetector.Builder.create(this, "GuardDuty")
                .enable(true)
                .findingPublishingFrequency("FIFTEEN_MINUTES")
                .features(WATCHED.stream()
                        .map(feature -> CFNFeatureConfigurationProperty.builder()
                                .name(feature)
                                .status("ENABLED")
                                .build())
                        .toList())
                .build();
    }

    /** By a call, because CloudFormation has <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_InspectorV2.html">no resource</a>
     * that switches it on. */
    private void addInspector() {
        AwsCustomResource inspector = AwsCustomResource.Builder.create(this, "Inspector")
                .onUpdate(call("Enable", PhysicalResourceId.of("inspector")))
                .onDelete(call("Disable", null))
                .policy(AwsCustomResourcePolicy.fromStatements(List.of(
                        allow(List.of("inspector2:Disable", "inspector2:Enable"), "*"),
                        allow(
                                List.of("iam:CreateServiceLinkedRole"),
                                ("arn:%s:iam::%s:role/aws-service-role/inspector2.amazonaws.com"
                                                + "/AWSServiceRoleForAmazonInspector2")
                                        .formatted(getPartition(), getAccount())))))
                .installLatestAwsSdk(false)
                .logGroup(Logs.group(this, "InspectorLog", site(), site().qualified("inspector-switch")))
                .build();
        NagSuppressions.addResourceSuppressions(
                inspector,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason("Inspector's Enable and Disable are of the account and know no resource")
                        .build()),
                true);
        NagSuppressions.addStackSuppressions(
                this,
                List.of(
                        NagPackSuppression.builder()
                                .id("AwsSolutions-IAM4")
                                .reason("The function that calls Inspector is the CDK's own: it may write its log")
                                .build(),
                        NagPackSuppression.builder()
                                .id("AwsSolutions-L1")
                                .reason("The function that calls Inspector is the CDK's own: so is its runtime")
                                .build()));
    }

    private static AwsSdkCall call(String action, PhysicalResourceId id) {
        return AwsSdkCall.builder()
                .service("Inspector2")
                .action(action)
                .parameters(Map.of("resourceTypes", SCANNED))
                .physicalResourceId(id)
                .build();
    }

    private static PolicyStatement allow(List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resource))
                .build();
    }
}
