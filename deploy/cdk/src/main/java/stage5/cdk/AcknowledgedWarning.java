package stage5.cdk;

import java.util.stream.Stream;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Validations;

/**
 * The warnings of the CDK that are acknowledged, each with the reason. The CDK doesn't print an acknowledged warning; it
 * lists it in {@value CheckedApp#REPORT} as a suppressed violation. cdk-nag's findings are in {@link AcceptedFinding}.
 */
enum AcknowledgedWarning {
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
            "The distribution has a default root object, so CloudFront never returns a listing of the bucket");

    private final String id;
    private final String reason;

    AcknowledgedWarning(String id, String reason) {
        this.id = id;
        this.reason = reason;
    }

    /** Acknowledges all of them in the app and in everything that is added to it later. */
    static void acknowledgeAll(App app) {
        Validations.of(app)
                .acknowledge(Stream.of(values())
                        .map(AcknowledgedWarning::acknowledgment)
                        .toArray(Acknowledgment[]::new));
    }

    private Acknowledgment acknowledgment() {
        return Acknowledgment.builder().id(id).reason(reason).build();
    }
}
