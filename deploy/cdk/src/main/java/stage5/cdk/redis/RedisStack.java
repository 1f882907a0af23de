package stage5.cdk.redis;

import java.util.List;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.elasticache.CfnReplicationGroup;
import software.amazon.awscdk.services.elasticache.CfnSubnetGroup;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.config.RedisSettings;
import stage5.cdk.network.Network;

/** The Redis cluster that the services share: TLS, a password, and replicas in other zones with automatic failover. */
public final class RedisStack extends StageFiveStack {

    /** The owner of the parameters that this stack publishes. */
    public static final String OWNER = "redis";

    /** The port of Redis. */
    public static final int PORT = 6379;

    public RedisStack(Construct app, StackLocation location) {
        super(app, location, OWNER, "Stage Five: the Redis that the services share");
        RedisSettings settings = location.environment().redis();
        IVpc vpc = Network.of(this, location);
        SecurityGroup access = SecurityGroup.Builder.create(this, "Access")
                .vpc(vpc)
                .description("Who may reach Redis; each service lets itself in")
                .allowAllOutbound(false)
                .build();
        CfnSubnetGroup subnets = CfnSubnetGroup.Builder.create(this, "Subnets")
                .description("The private subnets")
                .subnetIds(vpc.getPrivateSubnets().stream()
                        .map(subnet -> subnet.getSubnetId())
                        .toList())
                .build();
        CfnReplicationGroup redis = CfnReplicationGroup.Builder.create(this, "Redis")
                .replicationGroupDescription("Caches, sessions, counters and rate limits of "
                        + location.environment().name())
                .engine("valkey")
                .engineVersion("8.0")
                .cacheNodeType(settings.nodeType())
                .numCacheClusters(1 + settings.replicas())
                .automaticFailoverEnabled(settings.replicas() > 0)
                .multiAzEnabled(settings.replicas() > 0)
                .transitEncryptionEnabled(true)
                .atRestEncryptionEnabled(true)
                .authToken(password().getSecretValue().unsafeUnwrap())
                .cacheSubnetGroupName(subnets.getRef())
                .securityGroupIds(List.of(access.getSecurityGroupId()))
                .port(PORT)
                .snapshotRetentionLimit(settings.snapshotDays())
                .autoMinorVersionUpgrade(true)
                .build();
        SharedParameters sharedParameters = new SharedParameters(location);
        sharedParameters.publish(this, OWNER, "host", redis.getAttrPrimaryEndPointAddress());
        sharedParameters.publish(this, OWNER, "security-group", access.getSecurityGroupId());
    }

    /** The allowed characters: <a
     * href="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html">AUTH</a>. */
    private Secret password() {
        Secret password = Secret.Builder.create(this, "Password")
                .secretName(passwordName(location()))
                .description("The password of Redis")
                .generateSecretString(SecretStringGenerator.builder()
                        .excludePunctuation(true)
                        .passwordLength(64)
                        .build())
                .build();
        AcceptedFinding.REDIS_PASSWORD_ROTATED_MANUALLY.on(password);
        return password;
    }

    /** Returns whether the service uses Redis. */
    public static boolean isUsedBy(String service) {
        return !service.equals("notification-worker");
    }

    /** Returns the name of the secret with the password. */
    public static String passwordName(StackLocation location) {
        return "stage5/%s/redis".formatted(location.environment().name());
    }
}
