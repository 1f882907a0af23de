package stage5.cdk.edge;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.services.secretsmanager.ReplicaRegion;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;

/**
 * Makes the secrets of {@link OriginSecret} in the primary region, with replicas where else they are read: in the other
 * regions by the gateways, in {@value EdgeStack#REGION} by the edge. Goes before both.
 */
public final class OriginSecretStack extends SiteStack {

    private static final int LENGTH = 64;

    public OriginSecretStack(Construct app, Site site, EdgeSettings settings) {
        super(app, site, "origin-secret", "Stage Five: what CloudFront proves itself with to the gateway");
        List<ReplicaRegion> replicas = Stream.concat(settings.regions().stream(), Stream.of(EdgeStack.REGION))
                .distinct()
                .filter(region -> !region.equals(settings.primaryRegion()))
                .map(region -> ReplicaRegion.builder().region(region).build())
                .toList();
        for (String name : settings.originSecret().acceptedNames()) {
            Secret secret = Secret.Builder.create(this, name.substring(name.lastIndexOf('/') + 1))
                    .secretName(name)
                    .description("What CloudFront proves itself with to the gateway")
                    .generateSecretString(SecretStringGenerator.builder()
                            .passwordLength(LENGTH)
                            .excludePunctuation(true)
                            .build())
                    .replicaRegions(replicas)
                    .build();
            AcceptedFinding.ORIGIN_SECRET_BY_GENERATION.on(secret);
        }
    }
}
