package stage5.cdk.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.absent;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironments;

class RedisStackTests {

    private static final String CLUSTER = "AWS::ElastiCache::ReplicationGroup";

    private static SynthesisedStack stack;

    @BeforeAll
    static void synthesise() {
        stack = SynthesisedStack.of(
                app -> new RedisStack(app, new StackLocation(DeploymentEnvironments.load("prod"), "us-east-1")));
    }

    @Test
    void shouldEvictNoSession_whenTheMemoryIsFull() {
        String parameters = stack.template()
                .findResources("AWS::ElastiCache::ParameterGroup")
                .keySet()
                .iterator()
                .next();

        assertThat(stack.only("AWS::ElastiCache::ParameterGroup"))
                .containsEntry("CacheParameterGroupFamily", "valkey8")
                .containsEntry("Properties", Map.of("maxmemory-policy", "noeviction"));
        stack.template().resourceCountIs(CLUSTER, 2);
        stack.template()
                .hasResourceProperties(
                        CLUSTER,
                        objectLike(Map.of(
                                "ReplicationGroupDescription",
                                "Sessions of prod",
                                "CacheParameterGroupName",
                                Map.of("Ref", parameters))));
    }

    @Test
    void shouldEvictCopies_whenTheMemoryOfTheSharedClusterIsFull() {
        stack.template()
                .hasResourceProperties(
                        CLUSTER,
                        objectLike(Map.of(
                                "ReplicationGroupDescription",
                                "Caches, counters and rate limits of prod",
                                "CacheParameterGroupName",
                                absent())));
    }
}
