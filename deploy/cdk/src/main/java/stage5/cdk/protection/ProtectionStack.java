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
import stage5.cdk.LogGroups;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.config.ProtectionSettings;

/** Enables AWS security services in the account and region, as the environment's settings say. */
public final class ProtectionStack extends StageFiveStack {

    /** GuardDuty's protection plans that apply to resources of this app. */
    private static final List<String> GUARD_DUTY_FEATURES =
            List.of("LAMBDA_NETWORK_LOGS", "S3_DATA_EVENTS", "RUNTIME_MONITORING");

    /** What Inspector scans: images and function code. */
    private static final List<String> INSPECTOR_RESOURCES = List.of("ECR", "LAMBDA");

    public ProtectionStack(Construct app, StackLocation location) {
        super(app, location, "protection", "Stage Five: AWS security services of the account");
        ProtectionSettings settings = location.environment().protection();
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
                .features(GUARD_DUTY_FEATURES.stream()
                        .map(feature -> CFNFeatureConfigurationProperty.builder()
                                .name(feature)
                                .status("ENABLED")
                                .build())
                        .toList())
                .build();
    }

    /** Uses an API call, because CloudFormation has <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_InspectorV2.html">no resource</a>
     * that enables Inspector. */
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
                .logGroup(LogGroups.create(
                        this, "InspectorLog", location(), location().qualified("inspector-switch")))
                .build();
        NagSuppressions.addResourceSuppressions(
                inspector,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason("Inspector's Enable and Disable apply to the account and have no resource type")
                        .build()),
                true);
        NagSuppressions.addStackSuppressions(
                this,
                List.of(
                        NagPackSuppression.builder()
                                .id("AwsSolutions-IAM4")
                                .reason(
                                        "The CDK's function that calls Inspector uses the managed policy to write its log")
                                .build(),
                        NagPackSuppression.builder()
                                .id("AwsSolutions-L1")
                                .reason("The CDK chooses the runtime of its function that calls Inspector")
                                .build()));
    }

    private static AwsSdkCall call(String action, PhysicalResourceId id) {
        return AwsSdkCall.builder()
                .service("Inspector2")
                .action(action)
                .parameters(Map.of("resourceTypes", INSPECTOR_RESOURCES))
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
