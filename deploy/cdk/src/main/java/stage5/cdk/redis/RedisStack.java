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
import stage5.cdk.Discovery;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.config.RedisSettings;
import stage5.cdk.network.Network;

/** The Redis that the services share: over TLS, by password, a replica in another zone that takes over. */
public final class RedisStack extends SiteStack {

    /** The owner of what it tells others. */
    public static final String OWNER = "redis";

    /** What Redis listens on, with TLS or without. */
    public static final int PORT = 6379;

    public RedisStack(Construct app, Site site) {
        super(app, site, OWNER, "Stage Five: the Redis that the services share");
        RedisSettings settings = site.environment().redis();
        IVpc vpc = Network.of(this, site);
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
                        + site.environment().name())
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
        Discovery discovery = new Discovery(site);
        discovery.publish(this, OWNER, "host", redis.getAttrPrimaryEndPointAddress());
        discovery.publish(this, OWNER, "security-group", access.getSecurityGroupId());
    }

    /** What may stand in it: <a
     * href="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html">AUTH</a>. */
    private Secret password() {
        Secret password = Secret.Builder.create(this, "Password")
                .secretName(passwordName(site()))
                .description("The password of Redis")
                .generateSecretString(SecretStringGenerator.builder()
                        .excludePunctuation(true)
                        .passwordLength(64)
                        .build())
                .build();
        AcceptedFinding.REDIS_PASSWORD_BY_HAND.on(password);
        return password;
    }

    /** Returns whether the service keeps anything in Redis. */
    public static boolean isUsedBy(String service) {
        return !service.equals("notification-worker");
    }

    /** Returns the name of the secret with the password. */
    public static String passwordName(Site site) {
        return "stage5/%s/redis".formatted(site.environment().name());
    }
}
