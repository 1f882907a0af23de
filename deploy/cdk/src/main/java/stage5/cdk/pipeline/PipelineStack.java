package stage5.cdk.pipeline;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.OidcProviderNative;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.Discovery;
import stage5.cdk.LogBucket;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;

/**
 * What GitHub's jobs find in an environment's account: in each region where releases go, in the primary one whom they
 * may become.
 *
 * <p>The first stack of an account, deployed by hand once after {@code cdk bootstrap}. A job of the environment becomes
 *
 * <ul>
 *   <li>{@code stage5-ENVIRONMENT-deploy}, which may take on the roles of the CDK's bootstrap stack (<a
 *       href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">bootstrapping</a>), as the CDK does when
 *       it deploys; what a deployment may change is for that stack to say. Besides, it reads what runs and notes what
 *       it has deployed;
 *   <li>{@code stage5-ENVIRONMENT-publish}, which may push images and put zips.
 * </ul>
 *
 * <p>The bucket of zips is in the parameter {@code /stage5/ENVIRONMENT/pipeline/artifact-bucket}.
 */
public final class PipelineStack extends SiteStack {

    /** The owner of what it tells others. */
    public static final String OWNER = "pipeline";

    private static final List<String> BOOTSTRAP_ROLES =
            List.of("deploy", "file-publishing", "image-publishing", "lookup");

    /** What a job notes of a service that it has deployed: its contract's release, and its revision. */
    private static final List<String> REMEMBERED = List.of("running", "revision");

    /**
     * What a push needs (<a
     * href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html">permissions</a>).
     */
    private static final List<String> PUSH = List.of(
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:CompleteLayerUpload",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart");

    private final PipelineSettings settings;

    public PipelineStack(Construct app, Site site, PipelineSettings settings) {
        super(app, site, OWNER, "Stage Five: whom the release jobs become, and where releases go");
        this.settings = settings;
        new ImageRepositories(this, "Images", settings.services());
        var artifacts = new ArtifactBucket(this, "Artifacts", site, new LogBucket(this, "Logs"));
        new Discovery(site).publish(this, OWNER, "artifact-bucket", artifacts.name());
        if (site.isPrimary()) {
            addRoles();
        }
    }

    private void addRoles() {
        var roles = new GitHubRole(
                OidcProviderNative.Builder.create(this, "GitHub")
                        .url("https://" + GitHubRole.ISSUER)
                        .clientIds(List.of(GitHubRole.AUDIENCE))
                        .build(),
                settings);
        letDeploy(roles.create(this, "deploy", "Deploys the environment by the roles of the CDK's bootstrap stack"));
        letPublish(roles.create(this, "publish", "Pushes images and puts zips of functions"));
    }

    private void letDeploy(Role role) {
        role.addToPolicy(allow(List.of("sts:AssumeRole"), bootstrapRoles()));
        String parameters = "parameter/stage5/" + settings.environment();
        role.addToPolicy(allow(List.of("ssm:GetParametersByPath"), List.of(site().arn("ssm", parameters))));
        role.addToPolicy(allow(
                List.of("ssm:PutParameter"),
                settings.services().stream()
                        .flatMap(service -> REMEMBERED.stream()
                                .map(name -> site().arn("ssm", "%s/%s/%s".formatted(parameters, service, name))))
                        .toList()));
    }

    private List<String> bootstrapRoles() {
        return settings.regions().stream()
                .flatMap(region -> BOOTSTRAP_ROLES.stream()
                        .map(role -> "arn:aws:iam::%1$s:role/cdk-%2$s-%3$s-role-%1$s-%4$s"
                                .formatted(account(), settings.qualifier(), role, region)))
                .toList();
    }

    private void letPublish(Role role) {
        List<String> zips = sites().map(site -> "arn:aws:s3:::%s/*".formatted(ArtifactBucket.name(site)))
                .toList();
        role.addToPolicy(allow(PUSH, repositories()));
        role.addToPolicy(allow(List.of("s3:PutObject"), zips));
        // The registry's token is for all repositories: the action knows no resource.
        role.addToPolicy(allow(List.of("ecr:GetAuthorizationToken"), List.of("*")));
        AcceptedFinding.PUBLISHED_ARTIFACTS.on(
                role,
                Stream.concat(Stream.of("*"), zips.stream())
                        .map(resource -> "Resource::" + resource)
                        .toArray(String[]::new));
    }

    private List<String> repositories() {
        return sites().flatMap(site -> settings.services().stream()
                        .map(service -> site.arn("ecr", "repository/" + ImageRepositories.name(service))))
                .toList();
    }

    private Stream<Site> sites() {
        return site().environment().regions().stream().map(region -> new Site(site().environment(), region));
    }

    private String account() {
        return site().environment().account();
    }

    private static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create()
                .effect(Effect.ALLOW)
                .actions(actions)
                .resources(resources)
                .build();
    }
}
