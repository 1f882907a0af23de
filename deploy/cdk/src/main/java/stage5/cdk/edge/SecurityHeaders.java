package stage5.cdk.edge;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentSecurityPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersFrameOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.constructs.Construct;

/** Security headers that CloudFront sets on every response, replacing those of the origin. */
final class SecurityHeaders {

    private static final Duration TRANSPORT_SECURITY = Duration.days(365);
    private static final String OWN_CONTENT_ONLY =
            "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    /** Returns the policy for all behaviours of an environment's distribution. */
    static ResponseHeadersPolicy policy(Construct scope, String environment) {
        return ResponseHeadersPolicy.Builder.create(scope, "SecurityHeaders")
                .responseHeadersPolicyName("stage5-%s-security-headers".formatted(environment))
                .securityHeadersBehavior(ResponseSecurityHeadersBehavior.builder()
                        .strictTransportSecurity(ResponseHeadersStrictTransportSecurity.builder()
                                .accessControlMaxAge(TRANSPORT_SECURITY)
                                .includeSubdomains(true)
                                .override(true)
                                .build())
                        .contentTypeOptions(ResponseHeadersContentTypeOptions.builder()
                                .override(true)
                                .build())
                        .frameOptions(ResponseHeadersFrameOptions.builder()
                                .frameOption(HeadersFrameOption.DENY)
                                .override(true)
                                .build())
                        .referrerPolicy(ResponseHeadersReferrerPolicy.builder()
                                .referrerPolicy(HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN)
                                .override(true)
                                .build())
                        .contentSecurityPolicy(ResponseHeadersContentSecurityPolicy.builder()
                                .contentSecurityPolicy(OWN_CONTENT_ONLY)
                                .override(true)
                                .build())
                        .build())
                .build();
    }
}
