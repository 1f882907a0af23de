package stage5.cdk.edge;

import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.constructs.Construct;
import stage5.cdk.HostedZones;
import stage5.cdk.config.Domain;

/** Creates the TLS certificate of a region's gateway, for the DNS names that all regions share. */
public final class OriginCertificate {

    private OriginCertificate() {}

    /** Returns a new certificate, validated by DNS records in the domain's hosted zone. */
    public static Certificate of(Construct scope, EdgeSettings settings) {
        Domain domain = settings.domain().orElseThrow();
        return Certificate.Builder.create(scope, "Certificate")
                .domainName(domain.origin())
                .subjectAlternativeNames(settings.nearest().stream().toList())
                .validation(CertificateValidation.fromDns(HostedZones.of(scope, domain)))
                .build();
    }
}
