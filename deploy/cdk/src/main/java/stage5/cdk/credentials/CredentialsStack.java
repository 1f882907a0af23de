package stage5.cdk.credentials;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.secretsmanager.ReplicaRegion;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.amazon.awscdk.services.ses.EmailIdentity;
import software.amazon.awscdk.services.ses.Identity;
import software.constructs.Construct;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.Zone;
import stage5.cdk.config.Domain;

/**
 * Makes the secrets of {@link Credentials} that nobody types in; goes before user-service and notification-worker. The
 * shop has one set of signing keys and one administrator, made in the primary region and replicated; SES has credentials
 * by region.
 */
public final class CredentialsStack extends SiteStack {

    static final String SMTP_USERNAME = "username";
    static final String SMTP_PASSWORD = "password";

    private static final int PASSWORD_LENGTH = 32;

    private final Credentials names;

    public CredentialsStack(Construct app, Site site) {
        super(app, site, "credentials", "Stage Five: the secrets of user-service and notification-worker");
        this.names = new Credentials(site);
        if (site.isPrimary()) {
            addSigningKeys();
            addAdministrator();
        }
        addSmtp();
    }

    private void addSigningKeys() {
        Secret keys = Secret.Builder.create(this, "SigningKeys")
                .secretName(names.signingKeys())
                .description("The private JWK set that access tokens are signed with")
                .generateSecretString(SecretStringGenerator.builder()
                        .secretStringTemplate("{\"keys\":[]}")
                        .generateStringKey("unused")
                        .build())
                .replicaRegions(replicas())
                .build();
        new Rotation(this, site(), "SigningKeysRotation", keys, "signing-keys.js", Map.of(), List.of());
    }

    private void addAdministrator() {
        Secret password = Secret.Builder.create(this, "Administrator")
                .secretName(names.administrator())
                .description("The password that the administrator's account is made with")
                .generateSecretString(SecretStringGenerator.builder()
                        .excludePunctuation(true)
                        .passwordLength(PASSWORD_LENGTH)
                        .build())
                .replicaRegions(replicas())
                .build();
        NagSuppressions.addResourceSuppressions(
                password,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-SMG4")
                        .reason("It is read once, when the account is made: another value would change nothing")
                        .build()));
    }

    private void addSmtp() {
        EmailIdentity identity = EmailIdentity.Builder.create(this, "Mail")
                .identity(mailDomain())
                .build();
        User user = User.Builder.create(this, "Smtp")
                .userName(site().qualified("smtp-" + site().region()))
                .build();
        user.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("ses:SendRawEmail"))
                .resources(List.of(identity.getEmailIdentityArn()))
                .build());
        Secret credentials = Secret.Builder.create(this, "SmtpCredentials")
                .secretName(names.smtp())
                .description("What notification-worker logs in to SES's SMTP with")
                .generateSecretString(SecretStringGenerator.builder()
                        .secretStringTemplate("{\"%s\":\"none yet\"}".formatted(SMTP_USERNAME))
                        .generateStringKey(SMTP_PASSWORD)
                        .build())
                .build();
        new Rotation(
                this,
                site(),
                "SmtpRotation",
                credentials,
                "smtp-credentials.js",
                Map.of("USER", user.getUserName()),
                List.of(PolicyStatement.Builder.create()
                        .actions(List.of("iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys"))
                        .resources(List.of(user.getUserArn()))
                        .build()));
    }

    /** Its DKIM records are made where its zone is known; else they have to be added where it is. */
    private Identity mailDomain() {
        String name = site().environment().outside().mailDomain();
        Domain domain = site().environment().domain();
        return domain == null || !domain.hostedZoneName().equals(name)
                ? Identity.domain(name)
                : Identity.publicHostedZone(Zone.of(this, domain));
    }

    private List<ReplicaRegion> replicas() {
        return site().environment().otherRegions(site().region()).stream()
                .map(region -> ReplicaRegion.builder().region(region).build())
                .toList();
    }
}
