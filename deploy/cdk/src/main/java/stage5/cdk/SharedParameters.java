package stage5.cdk;

import stage5.cdk.SharedParameter.Content;
import stage5.cdk.alerts.AlertsStack;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.credentials.CredentialsStack;
import stage5.cdk.data.DataStack;
import stage5.cdk.edge.EdgeSettings;
import stage5.cdk.edge.EdgeStack;
import stage5.cdk.network.NetworkStack;
import stage5.cdk.pipeline.PipelineStack;
import stage5.cdk.redis.RedisStack;
import stage5.topology.Needs.Redis;

/** All values that stacks of an environment and region share, each with the stack that writes it. */
public record SharedParameters(StackLocation location) {

    /** The name of Systems Manager in ARNs. */
    static final String SERVICE = "ssm";

    /** Returns the part that the names of all parameters of the environment start with. */
    public static String prefix(DeploymentEnvironment environment) {
        return "/stage5/" + environment.name();
    }

    public SharedParameter vpc() {
        return of(NetworkStack.OWNER, "vpc", Content.ID);
    }

    /** Returns the subnet of an availability zone, counted from 0. */
    public SharedParameter privateSubnet(int zone) {
        return of(NetworkStack.OWNER, "private-" + zone, Content.ID);
    }

    /** Returns the subnet of an availability zone, counted from 0. */
    public SharedParameter publicSubnet(int zone) {
        return of(NetworkStack.OWNER, "public-" + zone, Content.ID);
    }

    /** Returns the namespace of Service Connect; only if tasks find each other by it. */
    public SharedParameter namespace() {
        return of(NetworkStack.OWNER, "namespace", Content.ARN);
    }

    /** Returns the topic of all alarms. */
    public SharedParameter alarmTopic() {
        return of(AlertsStack.OWNER, "topic-arn", Content.ARN);
    }

    /** Returns the host name of a cluster's primary node. */
    public SharedParameter redisHost(Redis cluster) {
        return of(
                RedisStack.OWNER,
                switch (cluster) {
                    case SHARED -> "host";
                    case SESSIONS -> "sessions-host";
                },
                Content.HOST_NAME);
    }

    /** Returns the security group that each user of Redis adds itself to. */
    public SharedParameter redisSecurityGroup() {
        return of(RedisStack.OWNER, "security-group", Content.ID);
    }

    /** Returns the version of Redis' password, which the rotation by hand changes. */
    public SharedParameter redisPasswordVersion() {
        return of(RedisStack.OWNER, "password-version", Content.SECRET_VERSION);
    }

    /** @param secret of the credentials stack, without the environment's prefix */
    public SharedParameter secretVersion(String secret) {
        return of(CredentialsStack.OWNER, secret + "-version", Content.SECRET_VERSION);
    }

    /** Returns the bucket with the services' zips. */
    public SharedParameter artifactBucket() {
        return of(PipelineStack.OWNER, "artifact-bucket", Content.ID);
    }

    /** Returns the topic that the service publishes to. */
    public SharedParameter topicOf(String service) {
        return new SharedParameter(location, DataStack.nameOf(service), service, "topic-arn", Content.ARN);
    }

    /** Returns the address of the service's API, for callers in the environment. */
    public SharedParameter urlOf(String service) {
        return of(service, "url", Content.URL);
    }

    /** Returns the id of the service's HTTP API, in the lambda form. */
    public SharedParameter apiOf(String service) {
        return of(service, "api-id", Content.ID);
    }

    /** Returns what identifies the service's load balancer in its ARN, in the container form. */
    public SharedParameter balancerOf(String service) {
        return of(service, "balancer-id", Content.ID);
    }

    /** Returns the security group of the service's load balancer, that each caller adds itself to. */
    public SharedParameter securityGroupOf(String service) {
        return of(service, "security-group", Content.ID);
    }

    /** Returns the ECS cluster of the service, in the container form; {@code load} reads it. */
    public SharedParameter clusterOf(String service) {
        return of(service, "cluster", Content.ID);
    }

    /** Returns the host name of the region's gateway, for the edge. */
    public SharedParameter gatewayHost() {
        return of(EdgeSettings.GATEWAY, "host-name", Content.HOST_NAME);
    }

    /** Returns the gateway's load balancer, in the container form. */
    public SharedParameter gatewayBalancer() {
        return of(EdgeSettings.GATEWAY, "load-balancer-arn", Content.ARN);
    }

    /** Returns AWS's hosted zone with the name of the gateway's load balancer. */
    public SharedParameter gatewayBalancerZone() {
        return of(EdgeSettings.GATEWAY, "load-balancer-zone-id", Content.ID);
    }

    /** Returns the public address of the shop. The edge's region has it: {@link EdgeStack#REGION}. */
    public SharedParameter shopUrl() {
        return of(EdgeStack.OWNER, "url", Content.URL);
    }

    /** Returns the distribution, whose caches the release of static content invalidates. */
    public SharedParameter distribution() {
        return of(EdgeStack.OWNER, "distribution-id", Content.ID);
    }

    /** Returns the bucket with the static content. */
    public SharedParameter contentBucket() {
        return of(EdgeStack.OWNER, "content-bucket", Content.ID);
    }

    /** Most parameters are written by the stack with the name of their owner. */
    private SharedParameter of(String owner, String name, Content content) {
        return new SharedParameter(location, owner, owner, name, content);
    }
}
