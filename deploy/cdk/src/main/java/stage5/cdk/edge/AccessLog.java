package stage5.cdk.edge;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.CfnDelivery;
import software.amazon.awscdk.services.logs.CfnDeliveryDestination;
import software.amazon.awscdk.services.logs.CfnDeliverySource;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * The distribution's access log: JSON files by day and hour.
 *
 * <p>Uses standard logging v2 (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html">Configure standard
 * logging (v2)</a>); unlike legacy logging it needs no access control lists. The bucket policy allows the delivery as <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html">Logs sent to Amazon
 * S3</a> describes.
 */
final class AccessLog extends Construct {

    AccessLog(Construct scope, String id, String name, Distribution distribution, Bucket bucket) {
        super(scope, id);
        allowDelivery(bucket, name);
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
        delivery.addResourceDependency(source);
        delivery.getNode().addDependency(bucket);
    }

    private void allowDelivery(Bucket bucket, String source) {
        Stack stack = Stack.of(this);
        bucket.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AccessLogDelivery")
                .effect(Effect.ALLOW)
                .principals(List.of(new ServicePrincipal("delivery.logs.amazonaws.com")))
                .actions(List.of("s3:PutObject"))
                .resources(List.of(bucket.arnForObjects("AWSLogs/%s/*".formatted(stack.getAccount()))))
                .conditions(new TreeMap<>(Map.of(
                        "StringEquals",
                        new TreeMap<>(Map.of(
                                "s3:x-amz-acl", "bucket-owner-full-control", "aws:SourceAccount", stack.getAccount())),
                        "ArnLike",
                        Map.of(
                                "aws:SourceArn",
                                "arn:%s:logs:%s:%s:delivery-source:%s"
                                        .formatted(
                                                stack.getPartition(), stack.getRegion(), stack.getAccount(), source)))))
                .build());
    }
}
