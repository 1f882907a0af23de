package stage5.cdk.pipeline;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.IOidcProvider;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.WebIdentityPrincipal;
import software.constructs.Construct;

/**
 * Makes roles that a GitHub job takes on without a key of its own: with the token that GitHub gives it, if that is for
 * the environment (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub">
 * Configuring a role for GitHub OIDC identity provider</a>).
 */
record GitHubRole(IOidcProvider provider, PipelineSettings settings) {

    static final String ISSUER = "token.actions.githubusercontent.com";
    static final String AUDIENCE = "sts.amazonaws.com";

    private static final Duration LONGEST_JOB = Duration.hours(1);

    /** Returns the environment's role for that purpose; its name is {@code stage5-ENVIRONMENT-PURPOSE}. */
    Role create(Construct scope, String purpose, String description) {
        return Role.Builder.create(scope, purpose)
                .roleName("stage5-%s-%s".formatted(settings.environment(), purpose))
                .description(description)
                .maxSessionDuration(LONGEST_JOB)
                .assumedBy(new WebIdentityPrincipal(
                        provider.getOidcProviderArn(),
                        Map.of("StringEquals", Map.of(ISSUER + ":aud", AUDIENCE, ISSUER + ":sub", settings.subject()))))
                .build();
    }
}
