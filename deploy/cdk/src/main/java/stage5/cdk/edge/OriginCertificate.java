package stage5.cdk.edge;

import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.constructs.Construct;
import stage5.cdk.Zone;
import stage5.cdk.config.Domain;

/** What a region's gateway shows to CloudFront, which asks for it by the names that all regions have in common. */
public final class OriginCertificate {

    private OriginCertificate() {}

    /** Returns a new one, which is there once Route 53 has the records that prove the names to be one's own. */
    public static Certificate of(Construct scope, EdgeSettings settings) {
        Domain domain = settings.domain().orElseThrow();
        return Certificate.Builder.create(scope, "Certificate")
                .domainName(domain.origin())
                .subjectAlternativeNames(settings.nearest().stream().toList())
                .validation(CertificateValidation.fromDns(Zone.of(scope, domain)))
                .build();
    }
}
