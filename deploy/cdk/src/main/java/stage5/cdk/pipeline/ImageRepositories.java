package stage5.cdk.pipeline;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ecr.LifecycleRule;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.RepositoryEncryption;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.amazon.awscdk.services.ecr.TagStatus;
import software.constructs.Construct;
import stage5.cdk.StackLocation;

/** An image repository per service, with immutable tags and a scan on each push. */
final class ImageRepositories extends Construct {

    /** Far more than a roll-back needs. */
    private static final int KEPT_IMAGES = 50;

    private static final Duration UNTAGGED_RETENTION = Duration.days(1);

    private final StackLocation location;

    ImageRepositories(Construct scope, String id, StackLocation location, List<String> services) {
        super(scope, id);
        this.location = location;
        services.forEach(this::repository);
    }

    /** Returns the name of a service's repository. */
    static String name(String service) {
        return "stage5/" + service;
    }

    private void repository(String service) {
        Repository.Builder.create(this, service)
                .repositoryName(name(service))
                .imageTagMutability(TagMutability.IMMUTABLE)
                .imageScanOnPush(true)
                .encryption(RepositoryEncryption.AES_256)
                .removalPolicy(location.removalPolicy())
                .emptyOnDelete(location.environment().data().deletable())
                .lifecycleRules(List.of(
                        LifecycleRule.builder()
                                .rulePriority(1)
                                .description("Images without a tag")
                                .tagStatus(TagStatus.UNTAGGED)
                                .maxImageAge(UNTAGGED_RETENTION)
                                .build(),
                        LifecycleRule.builder()
                                .rulePriority(2)
                                .description("The last releases")
                                .tagStatus(TagStatus.ANY)
                                .maxImageCount(KEPT_IMAGES)
                                .build()))
                .build();
    }
}
