package stage5.cdk;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** The bucket for access logs of other buckets, of balancers and of a distribution. Logs expire after 90 days. */
public final class LogBucket extends Construct {

    private static final Duration RETENTION = Duration.days(90);

    private final Bucket bucket;

    public LogBucket(Construct scope, String id, StackLocation location) {
        super(scope, id);
        bucket = Buckets.of(this, "Bucket", location)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(RETENTION)
                        .abortIncompleteMultipartUploadAfter(Duration.days(1))
                        .build()))
                .build();
        AcceptedFinding.LOG_BUCKET_WITHOUT_ACCESS_LOG.on(bucket);
    }

    /** Returns the bucket, as a destination of access logs. */
    public Bucket bucket() {
        return bucket;
    }
}
