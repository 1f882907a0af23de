package stage5.cdk.pipeline;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.WebIdentityPrincipal;
import software.constructs.Construct;

/**
 * Creates IAM roles for GitHub jobs. A job assumes its role with the OIDC token that GitHub issues for the environment, so
 * it needs no access key (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub">
 * Configuring a role for GitHub OIDC identity provider</a>).
 *
 * @param providerArn ARN of the account's identity provider for {@link #ISSUER}, as a token
 */
record GitHubRoles(String providerArn, PipelineSettings settings) {

    static final String ISSUER = "token.actions.githubusercontent.com";
    static final String AUDIENCE = "sts.amazonaws.com";

    /** Longer than a job that deploys: an OIDC token, from which a session could be renewed, is valid for minutes. */
    private static final Duration MAX_SESSION = Duration.hours(2);

    /**
     * Returns a new role of the environment, named {@code stage5-ENVIRONMENT-PURPOSE}.
     *
     * @param gitHubEnvironment whose jobs may assume it
     */
    Role create(Construct scope, String purpose, String gitHubEnvironment, String description) {
        return Role.Builder.create(scope, purpose)
                .roleName("stage5-%s-%s".formatted(settings.environment(), purpose))
                .description(description)
                .maxSessionDuration(MAX_SESSION)
                .assumedBy(new WebIdentityPrincipal(
                        providerArn,
                        Map.of(
                                "StringEquals",
                                new TreeMap<>(Map.of(
                                        ISSUER + ":aud",
                                        AUDIENCE,
                                        ISSUER + ":sub",
                                        settings.subject(gitHubEnvironment))))))
                .build();
    }
}
