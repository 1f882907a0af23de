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
 * How answers that are the same for everybody are kept at the edge: as long as {@code Cache-Control} says, a minute at
 * most; one without it not at all.
 *
 * <p>CloudFront keeps an answer to a call with a token like any other where the token isn't part of the key (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-forward-authorization">
 * Authorization header</a>), against <a href="https://www.rfc-editor.org/rfc/rfc9111#section-3.5">RFC 9111, 3.5</a>. So
 * a function gives each such call a key that no other has. Where reading goes to the nearest region, it leads the calls
 * there that do no more than read (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html">
 * origin modification</a>): all but the bestsellers, which are counted in the active region's Redis.
 */
final class SharedAnswers extends Construct {

    /** The paths of listings and product pages, as the gateway keeps copies of them. */
    static final List<String> PATHS = List.of("/api/products*", "/api/categories*", "/api/bestsellers*");

    private static final Duration LONGEST = Duration.minutes(1);
    private static final String PRIVATE = "Stage5-Private";

    private final CachePolicy policy;
    private final Function requests;

    SharedAnswers(Construct scope, String id, EdgeSettings settings) {
        super(scope, id);
        policy = CachePolicy.Builder.create(this, "Policy")
                .cachePolicyName("stage5-%s-shared-answers".formatted(settings.environment()))
                .comment("By Cache-Control, a minute at most")
                .minTtl(Duration.seconds(0))
                .defaultTtl(Duration.seconds(0))
                .maxTtl(LONGEST)
                .queryStringBehavior(CacheQueryStringBehavior.all())
                .headerBehavior(CacheHeaderBehavior.allowList(PRIVATE))
                .cookieBehavior(CacheCookieBehavior.none())
                .enableAcceptEncodingGzip(true)
                .enableAcceptEncodingBrotli(true)
                .build();
        requests = Function.Builder.create(this, "Requests")
                .functionName("stage5-%s-shared-requests".formatted(settings.environment()))
                .comment("A key of its own for a call with a token; the nearest region for one that reads")
                .runtime(FunctionRuntime.JS_2_0)
                .code(FunctionCode.fromInline(
                        SharedRequests.code(settings.nearest().orElse(""))))
                .build();
    }

    /** Returns the policy of the paths. */
    CachePolicy policy() {
        return policy;
    }

    /** Returns what keeps private calls apart on the paths, and leads to the nearest region. */
    FunctionAssociation requests() {
        return FunctionAssociation.builder()
                .eventType(FunctionEventType.VIEWER_REQUEST)
                .function(requests)
                .build();
    }
}
