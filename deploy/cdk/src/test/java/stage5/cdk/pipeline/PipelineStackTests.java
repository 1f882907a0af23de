package stage5.cdk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.TwoRegions;

class PipelineStackTests {

    private static final List<String> SERVICES = List.of("catalog-service", "order-service");

    /** The statement that allows to read releases. */
    private static final Map<String, String> RELEASES = Map.of(
            "Action",
            "s3:GetObject",
            "Effect",
            "Allow",
            "Resource",
            "arn:aws:s3:::stage5-prod-artifacts-333333333333-us-east-1/*/release.tar.gz");

    private static SynthesisedStack pipeline;

    @BeforeAll
    static void synthesise() {
        pipeline = SynthesisedStack.of(app ->
                new PipelineStack(app, new StackLocation(TwoRegions.prod(), "us-east-1"), settings("example/stage5")));
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(pipeline.findings()).isEmpty();
    }

    @Test
    void shouldTrustJobsOfTheEnvironmentOnly_whenTheRepositoryMatches() {
        Map.of("deploy", "prod", "plan", "prod-plan", "publish", "prod-plan")
                .forEach((purpose, environment) -> pipeline.template()
                        .hasResourceProperties(
                                "AWS::IAM::Role",
                                objectLike(Map.of(
                                        "RoleName",
                                        "stage5-prod-" + purpose,
                                        "MaxSessionDuration",
                                        7200,
                                        "AssumeRolePolicyDocument",
                                        objectLike(Map.of(
                                                "Statement",
                                                List.of(Map.of(
                                                        "Action",
                                                        "sts:AssumeRoleWithWebIdentity",
                                                        "Effect",
                                                        "Allow",
                                                        "Principal",
                                                        Map.of("Federated", anyValue()),
                                                        "Condition",
                                                        Map.of(
                                                                "StringEquals",
                                                                Map.of(
                                                                        "token.actions.githubusercontent.com:aud",
                                                                        "sts.amazonaws.com",
                                                                        "token.actions.githubusercontent.com:sub",
                                                                        "repo:example/stage5:environment:"
                                                                                + environment))))))))));
    }

    /** CloudFormation's own resource would fail in an account that has the provider. */
    @Test
    void shouldCreateOrAdoptGitHubsIdentityProvider_whenRolesTrustIt() {
        assertThat(pipeline.only("Custom::AccountService"))
                .containsEntry("Issuer", "token.actions.githubusercontent.com")
                .containsEntry("Audience", "sts.amazonaws.com");
        pipeline.template().resourceCountIs("AWS::IAM::OIDCProvider", 0);
    }

    @Test
    void shouldAllowBootstrapRolesAndRecordingOfVersions_whenDeploying() {
        List<String> resources = Stream.of("eu-west-1", "us-east-1")
                .flatMap(region -> Stream.of("deploy", "file-publishing", "image-publishing", "lookup")
                        .map(role -> "arn:aws:iam::333333333333:role/cdk-hnb659fds-%s-role-333333333333-%s"
                                .formatted(role, region)))
                .toList();
        List<String> parameters = Stream.of("us-east-1", "us-west-2")
                .map("arn:aws:ssm:%s:333333333333:parameter/stage5/prod"::formatted)
                .toList();
        List<String> recorded = parameters.stream()
                .flatMap(path -> Stream.concat(SERVICES.stream(), Stream.of("platform"))
                        .flatMap(service -> Stream.of("running", "revision")
                                .map(name -> "%s/%s/%s".formatted(path, service, name))))
                .toList();

        List<String> stacks = Stream.of("eu-west-1", "us-east-1")
                .map("arn:aws:cloudformation:%s:333333333333:stack/stage5-prod-*"::formatted)
                .toList();

        pipeline.template()
                .hasResourceProperties(
                        "AWS::IAM::Policy",
                        objectLike(Map.of(
                                "Roles",
                                List.of(Map.of("Ref", roleId("stage5-prod-deploy"))),
                                "PolicyDocument",
                                objectLike(Map.of(
                                        "Statement",
                                        List.of(
                                                Map.of(
                                                        "Action", "sts:AssumeRole",
                                                        "Effect", "Allow",
                                                        "Resource", resources),
                                                Map.of(
                                                        "Action", "ssm:GetParametersByPath",
                                                        "Effect", "Allow",
                                                        "Resource", parameters),
                                                Map.of(
                                                        "Action", "ssm:PutParameter",
                                                        "Effect", "Allow",
                                                        "Resource", recorded),
                                                Map.of(
                                                        "Action", "cloudformation:DescribeStacks",
                                                        "Effect", "Allow",
                                                        "Resource", stacks),
                                                RELEASES))))));
    }

    /** A role that could create change sets could also execute them, without the approval that GitHub requires. */
    @Test
    void shouldAllowReadingOnly_whenPlanning() {
        List<String> lookups = Stream.of("eu-west-1", "us-east-1")
                .map("arn:aws:iam::333333333333:role/cdk-hnb659fds-lookup-role-333333333333-%s"::formatted)
                .toList();

        pipeline.template()
                .hasResourceProperties(
                        "AWS::IAM::Policy",
                        objectLike(Map.of(
                                "Roles",
                                List.of(Map.of("Ref", roleId("stage5-prod-plan"))),
                                "PolicyDocument",
                                objectLike(Map.of(
                                        "Statement",
                                        List.of(
                                                Map.of(
                                                        "Action", "sts:AssumeRole",
                                                        "Effect", "Allow",
                                                        "Resource", lookups),
                                                RELEASES))))));
    }

    @Test
    void shouldHaveImmutableTagsAndScans_whenImagesAreReleased() {
        for (String service : SERVICES) {
            pipeline.template()
                    .hasResourceProperties(
                            "AWS::ECR::Repository",
                            objectLike(Map.of(
                                    "RepositoryName",
                                    "stage5/" + service,
                                    "ImageTagMutability",
                                    "IMMUTABLE",
                                    "ImageScanningConfiguration",
                                    Map.of("ScanOnPush", true),
                                    "LifecyclePolicy",
                                    anyValue())));
        }
        pipeline.template().resourceCountIs("AWS::ECR::Repository", SERVICES.size());
    }

    @Test
    void shouldPublishTheArtifactBucketsName_whenDeployed() {
        pipeline.template()
                .hasResourceProperties(
                        "AWS::SSM::Parameter", objectLike(Map.of("Name", "/stage5/prod/pipeline/artifact-bucket")));
        pipeline.template()
                .hasResourceProperties(
                        "AWS::S3::Bucket",
                        objectLike(Map.of(
                                "VersioningConfiguration", Map.of("Status", "Enabled"),
                                "BucketEncryption", anyValue())));
    }

    @Test
    void shouldCreateRolesInThePrimaryRegionOnly_whenThereIsAnother() {
        SynthesisedStack otherRegion = SynthesisedStack.of(app ->
                new PipelineStack(app, new StackLocation(TwoRegions.prod(), "eu-west-1"), settings("example/stage5")));

        otherRegion.template().resourceCountIs("AWS::IAM::Role", 0);
        otherRegion.template().resourceCountIs("AWS::ECR::Repository", SERVICES.size());
        assertThat(otherRegion.findings()).isEmpty();
    }

    @Test
    void shouldThrow_whenTheRepositoryHasAWildcard() {
        assertThatThrownBy(() -> settings("example/*")).hasMessageContaining("owner/name");
    }

    private static String roleId(String name) {
        return pipeline.template()
                .findResources("AWS::IAM::Role", Map.of("Properties", Map.of("RoleName", name)))
                .keySet()
                .iterator()
                .next();
    }

    private static PipelineSettings settings(String repository) {
        return new PipelineSettings(
                "prod", repository, SERVICES, List.of("eu-west-1", "us-east-1"), PipelineSettings.DEFAULT_QUALIFIER);
    }
}
