package stage5.cdk.credentials;

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
import stage5.cdk.AcceptedFinding;
import stage5.cdk.HostedZones;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.config.Domain;

/**
 * Generates the secrets of {@link ServiceSecrets}. Deployed before user-service and notification-worker. The primary region
 * creates and replicates the signing keys and the administrator's password. SMTP credentials belong to a region, because
 * SES derives them per region.
 */
public final class CredentialsStack extends StageFiveStack {

    /** The owner of the parameters that this stack publishes: the versions of its secrets. */
    public static final String OWNER = "credentials";

    static final String SMTP_USERNAME = "username";
    static final String SMTP_PASSWORD = "password";

    private static final int PASSWORD_LENGTH = 32;

    private final ServiceSecrets names;

    public CredentialsStack(Construct app, StackLocation location) {
        super(app, location, OWNER, "Stage Five: the secrets of user-service and notification-worker");
        this.names = new ServiceSecrets(location);
        // A rotation changes the parameters, which CloudFormation leaves alone then.
        names.versionOf(names.signingKeysName()).write(this, ServiceSecrets.FIRST_VERSION);
        names.versionOf(names.smtpName()).write(this, ServiceSecrets.FIRST_VERSION);
        if (location.isPrimary()) {
            addSigningKeys();
            addAdministrator();
        }
        addSmtp();
    }

    private void addSigningKeys() {
        Secret keys = Secret.Builder.create(this, "SigningKeys")
                .secretName(names.signingKeysName())
                .description("The private JWK set that access tokens are signed with")
                .generateSecretString(SecretStringGenerator.builder()
                        .secretStringTemplate("{\"keys\":[]}")
                        .generateStringKey("unused")
                        .build())
                .replicaRegions(replicas())
                .build();
        new SecretRotation(
                this,
                location(),
                "SigningKeysRotation",
                keys,
                names.signingKeysName(),
                location().environment().regions().serving(),
                "signing-keys.js",
                Map.of(),
                List.of());
    }

    private void addAdministrator() {
        Secret password = Secret.Builder.create(this, "Administrator")
                .secretName(names.administratorName())
                .description("The initial password of the administrator's account")
                .generateSecretString(SecretStringGenerator.builder()
                        .excludePunctuation(true)
                        .passwordLength(PASSWORD_LENGTH)
                        .build())
                .replicaRegions(replicas())
                .build();
        AcceptedFinding.PASSWORD_READ_ONCE.on(password);
    }

    private void addSmtp() {
        EmailIdentity identity = EmailIdentity.Builder.create(this, "Mail")
                .identity(mailDomain())
                .build();
        User user = User.Builder.create(this, "Smtp")
                .userName(location().qualified("smtp-" + location().region()))
                .build();
        user.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("ses:SendRawEmail"))
                .resources(List.of(identity.getEmailIdentityArn()))
                .build());
        Secret credentials = Secret.Builder.create(this, "SmtpCredentials")
                .secretName(names.smtpName())
                .description("The SMTP credentials of notification-worker in SES")
                .generateSecretString(SecretStringGenerator.builder()
                        .secretStringTemplate("{\"%s\":\"none yet\"}".formatted(SMTP_USERNAME))
                        .generateStringKey(SMTP_PASSWORD)
                        .build())
                .build();
        new SecretRotation(
                this,
                location(),
                "SmtpRotation",
                credentials,
                names.smtpName(),
                List.of(location().region()),
                "smtp-credentials.js",
                Map.of("USER", user.getUserName()),
                List.of(PolicyStatement.Builder.create()
                        .actions(List.of("iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys"))
                        .resources(List.of(user.getUserArn()))
                        .build()));
    }

    /** Creates the DKIM records if the mail domain is the hosted zone of the shop. Otherwise they have to be added by hand. */
    private Identity mailDomain() {
        String name = location().environment().outside().mailDomain();
        Domain domain = location().environment().edge().domain();
        return domain == null || !domain.hostedZoneName().equals(name)
                ? Identity.domain(name)
                : Identity.publicHostedZone(HostedZones.of(this, domain));
    }

    private List<ReplicaRegion> replicas() {
        return location().environment().regions().others(location().region()).stream()
                .map(region -> ReplicaRegion.builder().region(region).build())
                .toList();
    }
}
