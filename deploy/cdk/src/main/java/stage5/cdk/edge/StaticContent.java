package stage5.cdk.edge;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.AccessLevel;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOriginWithOACProps;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;
import stage5.cdk.Buckets;
import stage5.cdk.LogBucket;
import stage5.cdk.StackLocation;

/** The bucket of static content: pages, scripts, pictures. Only the distribution can read it. */
final class StaticContent extends Construct {

    private static final Duration OLD_VERSION_RETENTION = Duration.days(30);

    private final Bucket bucket;

    StaticContent(Construct scope, String id, StackLocation location, LogBucket log) {
        super(scope, id);
        bucket = Buckets.of(this, "Bucket", location)
                .versioned(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .noncurrentVersionExpiration(OLD_VERSION_RETENTION)
                        .abortIncompleteMultipartUploadAfter(Duration.days(1))
                        .build()))
                .serverAccessLogsBucket(log.bucket())
                .serverAccessLogsPrefix("content/")
                .build();
    }

    /**
     * Returns the bucket as an origin with origin access control (<a
     * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html">
     * Restrict access to an Amazon S3 origin</a>). CloudFront may list the bucket, because without that
     * permission S3 returns 403 instead of 404 for a missing object.
     */
    IOrigin origin() {
        return S3BucketOrigin.withOriginAccessControl(
                bucket,
                S3BucketOriginWithOACProps.builder()
                        .originAccessLevels(List.of(AccessLevel.READ, AccessLevel.LIST))
                        .build());
    }

    /** Returns the bucket's name. */
    String bucketName() {
        return bucket.getBucketName();
    }
}
