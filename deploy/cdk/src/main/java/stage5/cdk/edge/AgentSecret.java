package stage5.cdk.edge;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.services.secretsmanager.ReplicaRegion;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.StackLocation;

/**
 * The secret that proves that a request comes from one of the shop's own agents, for example the canary. They send it in the
 * header {@value #HEADER}. AWS WAF can compare a header, but can't verify a signature.
 */
public final class AgentSecret {

    /** The header with the secret. */
    public static final String HEADER = "Stage5-Agent";

    private static final int LENGTH = 64;

    private AgentSecret() {}

    /** Returns a reference to the secret, resolved by CloudFormation; the edge's stack creates it. */
    public static SecretValue of(StackLocation location) {
        return SecretValue.secretsManager(name(location));
    }

    /** Creates the secret in {@value EdgeStack#REGION}, with a replica for the canary in the primary region. */
    static SecretValue create(Construct scope, StackLocation location) {
        List<ReplicaRegion> replicas = Stream.of(
                        location.environment().regions().primary())
                .filter(region -> !region.equals(EdgeStack.REGION))
                .map(region -> ReplicaRegion.builder().region(region).build())
                .toList();
        Secret secret = Secret.Builder.create(scope, "AgentSecret")
                .secretName(name(location))
                .description("Sent by the shop's own agents, which bot control must not block")
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(LENGTH)
                        .excludePunctuation(true)
                        .build())
                .replicaRegions(replicas)
                .build();
        AcceptedFinding.AGENT_SECRET_NOT_ROTATED.on(secret);
        return secret.getSecretValue();
    }

    private static String name(StackLocation location) {
        return "stage5/%s/agent".formatted(location.environment().name());
    }
}
