package stage5.cdk.pipeline;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.OidcProviderNative;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;
import stage5.cdk.LogBucket;

/**
 * What GitHub's jobs find in an environment's account: whom they may become, and where releases go.
 *
 * <p>The first stack of an account, deployed by hand once after {@code cdk bootstrap}. A job of the environment becomes
 *
 * <ul>
 *   <li>{@code stage5-ENVIRONMENT-deploy}, which may do one thing: take on the roles of the CDK's bootstrap stack (<a
 *       href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">bootstrapping</a>), as the CDK does when
 *       it deploys; what a deployment may change is for that stack to say;
 *   <li>{@code stage5-ENVIRONMENT-publish}, which may push images and put zips.
 * </ul>
 *
 * <p>The bucket's name is in the parameter {@code /stage5/ENVIRONMENT/pipeline/artifact-bucket}.
 */
public final class PipelineStack extends Stack {

    private static final List<String> BOOTSTRAP_ROLES =
            List.of("deploy", "file-publishing", "image-publishing", "lookup");

    /** What a push needs (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html). */
    private static final List<String> PUSH = List.of(
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:CompleteLayerUpload",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart");

    private final PipelineSettings settings;

    public PipelineStack(Construct scope, String id, StackProps props, PipelineSettings settings) {
        super(scope, id, props);
        this.settings = settings;
        var roles = new GitHubRole(
                OidcProviderNative.Builder.create(this, "GitHub")
                        .url("https://" + GitHubRole.ISSUER)
                        .clientIds(List.of(GitHubRole.AUDIENCE))
                        .build(),
                settings);
        Bucket artifacts = new ArtifactBucket(this, "Artifacts", new LogBucket(this, "Logs")).bucket();
        var images = new ImageRepositories(this, "Images", settings.services());

        roles.create(this, "deploy", "Deploys the environment by the roles of the CDK's bootstrap stack")
                .addToPolicy(allow(List.of("sts:AssumeRole"), bootstrapRoles()));
        publish(roles.create(this, "publish", "Pushes images and puts zips of functions"), images.all(), artifacts);
        StringParameter.Builder.create(this, "ArtifactBucketName")
                .parameterName("/stage5/%s/pipeline/artifact-bucket".formatted(settings.environment()))
                .stringValue(artifacts.getBucketName())
                .build();
    }

    private List<String> bootstrapRoles() {
        return settings.regions().stream()
                .flatMap(region -> BOOTSTRAP_ROLES.stream()
                        .map(role -> "arn:%s:iam::%s:role/cdk-%s-%s-role-%s-%s"
                                .formatted(
                                        getPartition(),
                                        getAccount(),
                                        settings.qualifier(),
                                        role,
                                        getAccount(),
                                        region)))
                .toList();
    }

    private void publish(Role role, List<IRepository> repositories, Bucket artifacts) {
        role.addToPolicy(allow(
                PUSH, repositories.stream().map(IRepository::getRepositoryArn).toList()));
        role.addToPolicy(allow(List.of("s3:PutObject"), List.of(artifacts.arnForObjects("*"))));
        // The registry's token is for all repositories: the action knows no resource.
        role.addToPolicy(allow(List.of("ecr:GetAuthorizationToken"), List.of("*")));
        NagSuppressions.addResourceSuppressions(
                role,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason("ecr:GetAuthorizationToken knows no resource; zips are called by their version")
                        .appliesTo(List.of("Resource::*", "Resource::<%s.Arn>/*".formatted(logicalId(artifacts))))
                        .build()),
                true);
    }

    private String logicalId(Bucket bucket) {
        return getLogicalId((CfnElement) bucket.getNode().getDefaultChild());
    }

    private static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create()
                .effect(Effect.ALLOW)
                .actions(actions)
                .resources(resources)
                .build();
    }
}
