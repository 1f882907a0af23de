package stage5.cdk;

import software.amazon.awscdk.services.route53.IPublicHostedZone;
import software.amazon.awscdk.services.route53.PublicHostedZone;
import software.amazon.awscdk.services.route53.PublicHostedZoneAttributes;
import software.constructs.Construct;
import stage5.cdk.config.Domain;

/** The public hosted zone that has a domain's names. It is there already: no stack makes it. */
public final class Zone {

    private static final String ID = "Zone";

    private Zone() {}

    /** Returns it, imported into the scope once. */
    public static IPublicHostedZone of(Construct scope, Domain domain) {
        return scope.getNode().tryFindChild(ID) instanceof IPublicHostedZone known
                ? known
                : PublicHostedZone.fromPublicHostedZoneAttributes(
                        scope,
                        ID,
                        PublicHostedZoneAttributes.builder()
                                .hostedZoneId(domain.hostedZoneId())
                                .zoneName(domain.hostedZoneName())
                                .build());
    }
}
