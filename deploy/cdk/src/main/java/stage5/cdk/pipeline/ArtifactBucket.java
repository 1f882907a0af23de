package stage5.cdk.pipeline;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;
import stage5.cdk.LogBucket;
import stage5.cdk.Site;

/** The bucket of the functions' zips. They are kept for a year: a roll-back goes no further. */
public final class ArtifactBucket extends Construct {

    private static final Duration KEPT = Duration.days(365);
    private static final Duration OLD_VERSIONS = Duration.days(30);

    private final Bucket bucket;

    ArtifactBucket(Construct scope, String id, Site site, LogBucket log) {
        super(scope, id);
        bucket = Bucket.Builder.create(this, "Bucket")
                .bucketName(name(site))
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .versioned(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(KEPT)
                        .noncurrentVersionExpiration(OLD_VERSIONS)
                        .abortIncompleteMultipartUploadAfter(Duration.days(1))
                        .build()))
                .serverAccessLogsBucket(log.bucket())
                .serverAccessLogsPrefix("artifacts/")
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    /** Returns what the bucket of a site is called, whichever stack makes it. */
    public static String name(Site site) {
        return "%s-%s-%s"
                .formatted(site.qualified("artifacts"), site.environment().account(), site.region());
    }

    /** Returns the bucket's name. */
    String name() {
        return bucket.getBucketName();
    }
}
