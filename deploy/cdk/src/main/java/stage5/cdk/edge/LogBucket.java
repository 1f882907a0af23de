package stage5.cdk.edge;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.CfnDelivery;
import software.amazon.awscdk.services.logs.CfnDeliveryDestination;
import software.amazon.awscdk.services.logs.CfnDeliverySource;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** Keeps access logs, of other buckets and of a distribution, for ninety days. */
final class LogBucket extends Construct {

    private static final Duration KEPT = Duration.days(90);

    private final Bucket bucket;

    LogBucket(Construct scope, String id) {
        super(scope, id);
        bucket = Bucket.Builder.create(this, "Bucket")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(KEPT)
                        .abortIncompleteMultipartUploadAfter(Duration.days(1))
                        .build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        NagSuppressions.addResourceSuppressions(
                bucket,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-S1")
                        .reason("It is where access logs go: a log of its own would have no end")
                        .build()));
    }

    /** Returns the bucket, for those that log to it. */
    Bucket bucket() {
        return bucket;
    }

    /**
     * Has the distribution's access log delivered as JSON, by day and hour: standard logging v2, as AWS has it in <a
     * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html">Configure
     * standard logging (v2)</a>; unlike the legacy one it needs no access control lists.
     */
    void receive(Distribution distribution, String environment) {
        Stack stack = Stack.of(this);
        String name = "stage5-%s-edge".formatted(environment);
        bucket.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AccessLogDelivery")
                .effect(Effect.ALLOW)
                .principals(List.of(new ServicePrincipal("delivery.logs.amazonaws.com")))
                .actions(List.of("s3:PutObject"))
                .resources(List.of(bucket.arnForObjects("AWSLogs/%s/*".formatted(stack.getAccount()))))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of(
                                "s3:x-amz-acl", "bucket-owner-full-control",
                                "aws:SourceAccount", stack.getAccount()),
                        "ArnLike",
                        Map.of(
                                "aws:SourceArn",
                                "arn:%s:logs:%s:%s:delivery-source:%s"
                                        .formatted(stack.getPartition(), stack.getRegion(), stack.getAccount(), name))))
                .build());
        CfnDeliverySource source = CfnDeliverySource.Builder.create(this, "Source")
                .name(name)
                .logType("ACCESS_LOGS")
                .resourceArn(distribution.getDistributionArn())
                .build();
        CfnDeliveryDestination destination = CfnDeliveryDestination.Builder.create(this, "Destination")
                .name(name)
                .destinationResourceArn(bucket.getBucketArn())
                .outputFormat("json")
                .build();
        CfnDelivery delivery = CfnDelivery.Builder.create(this, "Delivery")
                .deliverySourceName(source.getName())
                .deliveryDestinationArn(destination.getAttrArn())
                .s3SuffixPath("{DistributionId}/{yyyy}/{MM}/{dd}/{HH}")
                .build();
        delivery.addDependency(source);
        delivery.getNode().addDependency(bucket);
    }
}
