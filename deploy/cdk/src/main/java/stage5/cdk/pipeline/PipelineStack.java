package stage5.cdk.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.LogBucket;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.account.AccountService;

/**
 * What GitHub's jobs need in an environment's account: image repositories and an artifact bucket in each region, and IAM
 * roles in the primary region.
 *
 * <p>The first stack of an account, deployed by hand once after {@code cdk bootstrap}. The roles are
 *
 * <ul>
 *   <li>{@code stage5-ENVIRONMENT-deploy}, which may assume the roles of the CDK's bootstrap stack (<a
 *       href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">bootstrapping</a>), as a CDK
 *       deployment does; the bootstrap stack defines what a deployment may change. It also reads which stacks
 *       and versions exist, and records what it has deployed;
 *   <li>{@code stage5-ENVIRONMENT-plan}, which may read what is deployed, to show what a deployment would change;
 *   <li>{@code stage5-ENVIRONMENT-publish}, which may push images and upload releases.
 * </ul>
 *
 * <p>The bucket's name is in the parameter {@code /stage5/ENVIRONMENT/pipeline/artifact-bucket}.
 */
public final class PipelineStack extends StageFiveStack {

    /** The owner of the parameters that this stack publishes. */
    public static final String OWNER = "pipeline";

    private static final List<String> BOOTSTRAP_ROLES =
            List.of("deploy", "file-publishing", "image-publishing", "lookup");

    private static final List<String> READING_BOOTSTRAP_ROLES = List.of("lookup");

    /** The release of the stacks that the services share, beside those of the services. */
    private static final String PLATFORM = "platform";

    /** The parameters that a job writes after a deployment: the contract's release and the revision. */
    private static final List<String> RECORDED = List.of("running", "revision");

    /**
     * The actions of an image push (<a
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

    public PipelineStack(Construct app, StackLocation location, PipelineSettings settings) {
        super(app, location, OWNER, "Stage Five: roles of the release jobs, and repositories of releases");
        this.settings = settings;
        new ImageRepositories(this, "Images", location, settings.services());
        var artifacts = new ArtifactBucket(this, "Artifacts", location, new LogBucket(this, "Logs", location));
        new SharedParameters(location).artifactBucket().write(this, artifacts.name());
        if (location.isPrimary()) {
            addRoles();
        }
    }

    private void addRoles() {
        var roles = new GitHubRoles(identityProvider().id(), settings);
        allowDeployment(roles.create(
                this,
                "deploy",
                settings.environment(),
                "Deploys the environment with the roles of the CDK's bootstrap stack"));
        allowPlanning(roles.create(
                this, "plan", settings.planEnvironment(), "Reads what is deployed, to compare it with a release"));
        allowPublishing(
                roles.create(this, "publish", settings.planEnvironment(), "Pushes images and uploads releases"));
    }

    /** Other projects of the account may use GitHub's identity provider, of which it has one. */
    private AccountService identityProvider() {
        AccountService provider = new AccountService(
                this,
                location(),
                "GitHub",
                "identity-provider.js",
                new TreeMap<>(Map.of("Issuer", GitHubRoles.ISSUER, "Audience", GitHubRoles.AUDIENCE)),
                List.of("iam:ListOpenIDConnectProviders"),
                List.of());
        provider.allow(
                List.of(
                        "iam:CreateOpenIDConnectProvider",
                        "iam:DeleteOpenIDConnectProvider",
                        "iam:GetOpenIDConnectProvider"),
                "arn:aws:iam::%s:oidc-provider/%s".formatted(account(), GitHubRoles.ISSUER));
        return provider;
    }

    private void allowDeployment(Role role) {
        role.addToPolicy(allow(List.of("sts:AssumeRole"), bootstrapRoles(BOOTSTRAP_ROLES)));
        String parameters = "parameter" + SharedParameters.prefix(location().environment());
        role.addToPolicy(allow(
                List.of("ssm:GetParametersByPath"),
                locations().map(location -> location.arn("ssm", parameters)).toList()));
        role.addToPolicy(allow(
                List.of("ssm:PutParameter"),
                locations()
                        .flatMap(location -> released().flatMap(service -> RECORDED.stream()
                                .map(name -> location.arn("ssm", "%s/%s/%s".formatted(parameters, service, name)))))
                        .toList()));
        List<String> stacks = settings.regions().stream()
                .map(region -> new StackLocation(location().environment(), region)
                        .arn("cloudformation", "stack/stage5-%s-*".formatted(settings.environment())))
                .toList();
        role.addToPolicy(allow(List.of("cloudformation:DescribeStacks"), stacks));
        AcceptedFinding.STACK_IDS.on(
                role, stacks.stream().map(stack -> "Resource::" + stack).toArray(String[]::new));
        allowReleases(role);
    }

    private void allowPlanning(Role role) {
        role.addToPolicy(allow(List.of("sts:AssumeRole"), bootstrapRoles(READING_BOOTSTRAP_ROLES)));
        allowReleases(role);
    }

    private void allowReleases(Role role) {
        List<String> releases = List.of("arn:aws:s3:::%s/*/release.tar.gz".formatted(ArtifactBucket.name(location())));
        role.addToPolicy(allow(List.of("s3:GetObject"), releases));
        AcceptedFinding.PUBLISHED_ARTIFACTS.on(role, "Resource::" + releases.getFirst());
    }

    private Stream<String> released() {
        return Stream.concat(settings.services().stream(), Stream.of(PLATFORM));
    }

    private List<String> bootstrapRoles(List<String> roles) {
        return settings.regions().stream()
                .flatMap(region -> roles.stream().map(role -> "arn:aws:iam::%1$s:role/cdk-%2$s-%3$s-role-%1$s-%4$s"
                        .formatted(account(), settings.qualifier(), role, region)))
                .toList();
    }

    private void allowPublishing(Role role) {
        List<String> zips = locations()
                .map(location -> "arn:aws:s3:::%s/*".formatted(ArtifactBucket.name(location)))
                .toList();
        role.addToPolicy(allow(PUSH, repositories()));
        role.addToPolicy(allow(List.of("s3:PutObject"), zips));
        // The token is valid for all repositories, so the action has no resource.
        role.addToPolicy(allow(List.of("ecr:GetAuthorizationToken"), List.of("*")));
        AcceptedFinding.PUBLISHED_ARTIFACTS.on(
                role,
                Stream.concat(Stream.of("*"), zips.stream())
                        .map(resource -> "Resource::" + resource)
                        .toArray(String[]::new));
    }

    private List<String> repositories() {
        return locations()
                .flatMap(location -> settings.services().stream()
                        .map(service -> location.arn("ecr", "repository/" + ImageRepositories.name(service))))
                .toList();
    }

    private Stream<StackLocation> locations() {
        return location().environment().regions().serving().stream()
                .map(region -> new StackLocation(location().environment(), region));
    }

    private String account() {
        return location().environment().account().id();
    }

    private static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create()
                .effect(Effect.ALLOW)
                .actions(actions)
                .resources(resources)
                .build();
    }
}
