package stage5.cdk.edge;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.CacheCookieBehavior;
import software.amazon.awscdk.services.cloudfront.CacheHeaderBehavior;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.CacheQueryStringBehavior;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.FunctionRuntime;
import software.constructs.Construct;

/**
 * Caching at the edge of responses that are the same for all clients: for the time in {@code Cache-Control}, at most a
 * minute. Responses without {@code Cache-Control} aren't cached.
 *
 * <p>CloudFront also caches responses to requests with a token, unless the token is part of the cache key (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-forward-authorization">
 * Authorization header</a>), contrary to <a href="https://www.rfc-editor.org/rfc/rfc9111#section-3.5">RFC 9111, 3.5</a>. So
 * a CloudFront function gives each such request a unique cache key. With latency routing, the function also sends reads to
 * the nearest region (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html">
 * origin modification</a>): except bestsellers, which only the active region's Redis counts.
 */
final class SharedResponseCache extends Construct {

    /** The paths of listings and product pages, which the gateway caches too. */
    static final List<String> PATHS = List.of("/api/products*", "/api/categories*", "/api/bestsellers*");

    private static final Duration MAX_TTL = Duration.minutes(1);
    private static final String PRIVATE_HEADER = "Stage5-Private";

    private final CachePolicy policy;
    private final Function requests;

    SharedResponseCache(Construct scope, String id, EdgeSettings settings) {
        super(scope, id);
        policy = CachePolicy.Builder.create(this, "Policy")
                .cachePolicyName("stage5-%s-shared-answers".formatted(settings.environment()))
                .comment("By Cache-Control, a minute at most")
                .minTtl(Duration.seconds(0))
                .defaultTtl(Duration.seconds(0))
                .maxTtl(MAX_TTL)
                .queryStringBehavior(CacheQueryStringBehavior.all())
                .headerBehavior(CacheHeaderBehavior.allowList(PRIVATE_HEADER))
                .cookieBehavior(CacheCookieBehavior.none())
                .enableAcceptEncodingGzip(true)
                .enableAcceptEncodingBrotli(true)
                .build();
        requests = Function.Builder.create(this, "Requests")
                .functionName("stage5-%s-shared-requests".formatted(settings.environment()))
                .comment("A unique cache key for requests with a token; the nearest region for reads")
                .runtime(FunctionRuntime.JS_2_0)
                .code(FunctionCode.fromInline(
                        SharedRequestFunction.code(settings.nearest().orElse(""))))
                .build();
    }

    /** Returns the cache policy of {@link #PATHS}. */
    CachePolicy policy() {
        return policy;
    }

    /** Returns the association of the function that handles requests on {@link #PATHS}. */
    FunctionAssociation requests() {
        return FunctionAssociation.builder()
                .eventType(FunctionEventType.VIEWER_REQUEST)
                .function(requests)
                .build();
    }
}
