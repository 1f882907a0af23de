package stage5.cdk;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** The bucket for access logs of other buckets, of balancers and of a distribution. Logs expire after 90 days. */
public final class LogBucket extends Construct {

    private static final Duration RETENTION = Duration.days(90);

    private final Bucket bucket;

    public LogBucket(Construct scope, String id) {
        super(scope, id);
        bucket = Bucket.Builder.create(this, "Bucket")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(RETENTION)
                        .abortIncompleteMultipartUploadAfter(Duration.days(1))
                        .build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        AcceptedFinding.LOG_BUCKET_WITHOUT_ACCESS_LOG.on(bucket);
    }

    /** Returns the bucket, as a destination of access logs. */
    public Bucket bucket() {
        return bucket;
    }
}
