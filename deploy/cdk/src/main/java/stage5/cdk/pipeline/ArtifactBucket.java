package stage5.cdk.pipeline;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;
import stage5.cdk.Buckets;
import stage5.cdk.LogBucket;
import stage5.cdk.StackLocation;

/** The bucket of function zips. They expire after a year, which limits how far a roll-back reaches. */
public final class ArtifactBucket extends Construct {

    private static final Duration RETENTION = Duration.days(365);
    private static final Duration OLD_VERSION_RETENTION = Duration.days(30);

    private final Bucket bucket;

    ArtifactBucket(Construct scope, String id, StackLocation location, LogBucket log) {
        super(scope, id);
        bucket = Buckets.of(this, "Bucket", location)
                .bucketName(name(location))
                .versioned(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(RETENTION)
                        .noncurrentVersionExpiration(OLD_VERSION_RETENTION)
                        .abortIncompleteMultipartUploadAfter(Duration.days(1))
                        .build()))
                .serverAccessLogsBucket(log.bucket())
                .serverAccessLogsPrefix("artifacts/")
                .build();
    }

    /** Returns the bucket's name in an environment and region. */
    public static String name(StackLocation location) {
        return "%s-%s-%s"
                .formatted(
                        location.qualified("artifacts"),
                        location.environment().account().id(),
                        location.region());
    }

    /** Returns the name of this bucket, as a token. */
    String name() {
        return bucket.getBucketName();
    }
}
