package stage5.cdk.protection;

import java.util.List;
import java.util.Map;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.account.AccountService;
import stage5.cdk.config.ProtectionSettings;

/** The AWS security services of the account and region that the environment's settings name: enabled here, or adopted. */
public final class ProtectionStack extends StageFiveStack {

    /** GuardDuty's protection plans that apply to resources of this app. */
    private static final List<String> GUARD_DUTY_FEATURES =
            List.of("LAMBDA_NETWORK_LOGS", "S3_DATA_EVENTS", "RUNTIME_MONITORING");

    /** What Inspector scans: images and function code. */
    private static final List<String> INSPECTOR_RESOURCES = List.of("ECR", "LAMBDA");

    public ProtectionStack(Construct app, StackLocation location) {
        super(app, location, "protection", "Stage Five: AWS security services of the account");
        ProtectionSettings settings = location.environment().account().protection();
        if (settings.guardDuty()) {
            new AccountService(
                    this,
                    location,
                    "GuardDuty",
                    "guard-duty.js",
                    Map.of("Features", GUARD_DUTY_FEATURES),
                    List.of("guardduty:CreateDetector", "guardduty:DeleteDetector", "guardduty:ListDetectors"),
                    List.of("guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"));
        }
        if (settings.inspector()) {
            new AccountService(
                    this,
                    location,
                    "Inspector",
                    "inspector.js",
                    Map.of("ResourceTypes", INSPECTOR_RESOURCES),
                    List.of("inspector2:BatchGetAccountStatus", "inspector2:Disable", "inspector2:Enable"),
                    List.of("inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2"));
        }
        if (settings.securityHub()) {
            new AccountService(
                    this,
                    location,
                    "SecurityHub",
                    "security-hub.js",
                    Map.of(),
                    List.of(
                            "securityhub:BatchEnableStandards",
                            "securityhub:DescribeHub",
                            "securityhub:DisableSecurityHub",
                            "securityhub:EnableSecurityHub"),
                    List.of("securityhub.amazonaws.com/AWSServiceRoleForSecurityHub"));
        }
    }
}
