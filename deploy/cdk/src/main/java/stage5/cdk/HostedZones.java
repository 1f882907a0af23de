package stage5.cdk;

import software.amazon.awscdk.services.route53.IPublicHostedZone;
import software.amazon.awscdk.services.route53.PublicHostedZone;
import software.amazon.awscdk.services.route53.PublicHostedZoneAttributes;
import software.constructs.Construct;
import stage5.cdk.config.Domain;

/** Imports the public hosted zone of a domain. No stack creates it: it has to exist. */
public final class HostedZones {

    private static final String ID = "Zone";

    private HostedZones() {}

    /** Returns the domain's hosted zone; a second call with the same scope returns the same construct. */
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
