package stage5.cdk.redis;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.elasticache.CfnParameterGroup;
import software.amazon.awscdk.services.elasticache.CfnReplicationGroup;
import software.amazon.awscdk.services.elasticache.CfnSubnetGroup;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.alerts.AlarmTopic;
import stage5.cdk.config.RedisSettings;
import stage5.cdk.credentials.ServiceSecrets;
import stage5.cdk.network.Network;
import stage5.topology.Needs.Redis;
import stage5.topology.Topology;

/**
 * The two Redis clusters, each with TLS, a password, and replicas in other zones with automatic failover: one that the
 * services share, and one for sessions. An eviction policy applies to a whole cluster, and sessions must not be evicted.
 */
public final class RedisStack extends StageFiveStack {

    /** The owner of the parameters that this stack publishes. */
    public static final String OWNER = "redis";

    /** The port of Redis. */
    public static final int PORT = 6379;

    public RedisStack(Construct app, StackLocation location) {
        super(app, location, OWNER, "Stage Five: the Redis that the services share, and that of sessions");
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
        String password = password().getSecretValue().unsafeUnwrap();
        String name = location.environment().name();
        CfnReplicationGroup redis = cluster("Redis", "Caches, counters and rate limits of " + name, password)
                .cacheSubnetGroupName(subnets.getRef())
                .securityGroupIds(List.of(access.getSecurityGroupId()))
                .build();
        CfnReplicationGroup sessions = cluster("Sessions", "Sessions of " + name, password)
                .cacheSubnetGroupName(subnets.getRef())
                .securityGroupIds(List.of(access.getSecurityGroupId()))
                .cacheParameterGroupName(withoutEviction().getRef())
                .build();
        new SessionMemoryAlarms(this, location, sessions, AlarmTopic.of(this, location));
        SharedParameters parameters = new SharedParameters(location);
        parameters.redisHost(Redis.SHARED).write(this, redis.getAttrPrimaryEndPointAddress());
        parameters.redisHost(Redis.SESSIONS).write(this, sessions.getAttrPrimaryEndPointAddress());
        parameters.redisPasswordVersion().write(this, ServiceSecrets.FIRST_VERSION);
        parameters.redisSecurityGroup().write(this, access.getSecurityGroupId());
    }

    private CfnReplicationGroup.Builder cluster(String id, String description, String password) {
        RedisSettings settings = location().environment().data().redis();
        return CfnReplicationGroup.Builder.create(this, id)
                .replicationGroupDescription(description)
                .engine("valkey")
                .engineVersion("8.0")
                .cacheNodeType(settings.nodeType())
                .numCacheClusters(1 + settings.replicas())
                .automaticFailoverEnabled(settings.replicas() > 0)
                .multiAzEnabled(settings.replicas() > 0)
                .transitEncryptionEnabled(true)
                .atRestEncryptionEnabled(true)
                .authToken(password)
                .port(PORT)
                .snapshotRetentionLimit(settings.snapshotDays())
                .autoMinorVersionUpgrade(true);
    }

    /**
     * A full cluster refuses writes instead of removing keys that expire, which is the default ({@code volatile-lru}): <a
     * href="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html">parameters</a>.
     */
    private CfnParameterGroup withoutEviction() {
        return CfnParameterGroup.Builder.create(this, "WithoutEviction")
                .cacheParameterGroupFamily("valkey8")
                .description("Evicts nothing: for sessions")
                .properties(Map.of("maxmemory-policy", "noeviction"))
                .build();
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

    /** Returns the clusters that the service uses, the shared one first. */
    public static List<Redis> clustersOf(String service) {
        Set<Redis> used = Topology.load().of(service).needs().redis();
        return Stream.of(Redis.values()).filter(used::contains).toList();
    }

    /** Returns the name of the secret with the password. */
    public static String passwordName(StackLocation location) {
        return "stage5/%s/redis".formatted(location.environment().name());
    }
}
