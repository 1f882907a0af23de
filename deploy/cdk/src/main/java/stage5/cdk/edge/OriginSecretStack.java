package stage5.cdk.edge;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.services.secretsmanager.ReplicaRegion;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;

/**
 * Creates the secrets of {@link OriginSecret} in the primary region, with replicas for the gateways in the other regions
 * and for the edge in {@value EdgeStack#REGION}. Deployed before both.
 */
public final class OriginSecretStack extends StageFiveStack {

    private static final int LENGTH = 64;

    public OriginSecretStack(Construct app, StackLocation location, EdgeSettings settings) {
        super(app, location, "origin-secret", "Stage Five: the origin secret, which CloudFront sends to the gateway");
        List<ReplicaRegion> replicas = Stream.concat(settings.regions().stream(), Stream.of(EdgeStack.REGION))
                .distinct()
                .filter(region -> !region.equals(settings.primaryRegion()))
                .map(region -> ReplicaRegion.builder().region(region).build())
                .toList();
        for (String name : settings.originSecret().acceptedNames()) {
            Secret secret = Secret.Builder.create(this, name.substring(name.lastIndexOf('/') + 1))
                    .secretName(name)
                    .description("The origin secret, which CloudFront sends to the gateway")
                    .generateSecretString(SecretStringGenerator.builder()
                            .passwordLength(LENGTH)
                            .excludePunctuation(true)
                            .build())
                    .replicaRegions(replicas)
                    .build();
            AcceptedFinding.ORIGIN_SECRET_ROTATED_BY_GENERATION.on(secret);
        }
    }
}
