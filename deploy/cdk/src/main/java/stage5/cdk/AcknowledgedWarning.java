package stage5.cdk;

import java.util.EnumSet;
import java.util.Set;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/**
 * The warnings of the CDK that are acknowledged, each with the reason. The CDK doesn't print an acknowledged warning; it
 * lists it in {@value CheckedApp#REPORT} as a suppressed violation. cdk-nag's findings are in {@link AcceptedFinding}.
 */
public enum AcknowledgedWarning {
    FIXED_AVAILABILITY_ZONES(
            "CloudFormation-Validate::W3010",
            "Zone names are fixed, because a look-up needs access to the account when the app is synthesised"),

    SUBNET_WITHOUT_ROUTE_TABLE(
            "@aws-cdk/aws-ec2:noSubnetRouteTableId", "No stack changes the routes of an imported subnet"),

    ARTIFACT_WITHOUT_OBJECT_VERSION(
            "@aws-cdk/aws-lambda:codeFromBucketObjectVersionNotSpecified",
            "The object's key contains the version of the artifact, so a new version changes the key"),

    SNAP_START_WITHOUT_VERSION(
            "@aws-cdk/aws-lambda:snapStartRequirePublish", "Each function publishes a version, which its alias calls"),

    LISTABLE_CONTENT_BUCKET(
            "@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk",
            "The distribution has a default root object, so CloudFront never returns a listing of the bucket"),

    /**
     * cdk-nag adds this warning without an ID of its own. So the ID covers every warning without an ID, and is acknowledged
     * on single constructs only. A suppression of cdk-nag would add metadata to the template.
     */
    ENDPOINT_RULE_NOT_EVALUATED(
            "Annotation::warning-annotation",
            "cdk-nag cannot evaluate AwsSolutions-EC23, because the CIDR block is an intrinsic function: the security group"
                    + " of an endpoint allows the CIDR block of its VPC only");

    private static final Set<AcknowledgedWarning> ON_SINGLE_CONSTRUCTS = EnumSet.of(ENDPOINT_RULE_NOT_EVALUATED);

    private final String id;
    private final String reason;

    AcknowledgedWarning(String id, String reason) {
        this.id = id;
        this.reason = reason;
    }

    /** Acknowledges the warnings that may occur anywhere, in the app and in everything that is added to it later. */
    static void acknowledgeAll(App app) {
        EnumSet.complementOf(EnumSet.copyOf(ON_SINGLE_CONSTRUCTS)).forEach(warning -> warning.on(app));
    }

    /** Acknowledges the warning on the construct and on its children. */
    public void on(IConstruct construct) {
        Validations.of(construct).acknowledge(acknowledgment());
    }

    private Acknowledgment acknowledgment() {
        return Acknowledgment.builder().id(id).reason(reason).build();
    }
}
