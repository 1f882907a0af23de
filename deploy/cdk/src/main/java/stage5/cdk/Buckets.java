package stage5.cdk;

import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.constructs.Construct;

/** Starts the definition of buckets that are private, encrypted, and reached by TLS only. */
public final class Buckets {

    private Buckets() {}

    /**
     * Returns a bucket to be completed. It is retained as data is ({@link StackLocation#removalPolicy}); where it is deleted
     * with its stack, a function of the CDK deletes its objects before, because CloudFormation deletes empty buckets only.
     */
    public static Bucket.Builder of(Construct scope, String id, StackLocation location) {
        return Bucket.Builder.create(scope, id)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .removalPolicy(location.removalPolicy())
                .autoDeleteObjects(location.environment().data().deletable());
    }
}
