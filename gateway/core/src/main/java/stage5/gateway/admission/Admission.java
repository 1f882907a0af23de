package stage5.gateway.admission;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import stage5.gateway.GatewayConfig;
import stage5.gateway.upstream.ProxyHeaders;
import stage5.kit.web.http.ClientAddress;
import stage5.kit.web.identity.VerifiedTokenMechanism;
import stage5.kit.web.problem.ProblemException;

/**
 * Admits or rejects requests. An access token that is sent must be valid; whether one is required is up to the
 * services. Requests are rate-limited per user, or per client address without a token. A token that is not verified yet also
 * takes from the address first: verifying costs much more than inventing tokens.
 */
@Singleton
public final class Admission {

    private final RateLimiter limiter;
    private final VerifiedTokenMechanism tokens;
    private final MeterRegistry metrics;
    private final boolean limited;
    private final RatePolicy perUser;
    private final RatePolicy perAddress;

    Admission(RateLimiter limiter, VerifiedTokenMechanism tokens, MeterRegistry metrics, GatewayConfig config) {
        this.limiter = limiter;
        this.tokens = tokens;
        this.metrics = metrics;
        this.limited = config.rateLimits().enabled();
        this.perUser = new RatePolicy(
                "user",
                config.rateLimits().user().perSecond(),
                config.rateLimits().user().burst());
        this.perAddress = new RatePolicy(
                "address",
                config.rateLimits().address().perSecond(),
                config.rateLimits().address().burst());
    }

    /**
     * Completes with the caller once the request is admitted: {@code user/ID} or {@code address/IP}. Fails with a 401 or 429
     * problem if it is rejected.
     */
    public Uni<String> admit(RoutingContext request) {
        Optional<String> known = tokens.known(request).map(Admission::userId);
        if (known.isPresent()) {
            // Without Quarkus' authentication, which would run all of its mechanisms for the same result.
            return takeOfUser(request, known.get());
        }
        String address = ClientAddress.limitKey(ProxyHeaders.address(request.request()));
        return take(request, perAddress, address)
                .chain(() -> caller(request))
                .chain(user -> user == null ? Uni.createFrom().item("address/" + address) : takeOfUser(request, user));
    }

    private Uni<String> takeOfUser(RoutingContext request, String user) {
        return take(request, perUser, user).replaceWith("user/" + user);
    }

    /** Completes with the id of the user of the access token; null without a token. Fails if the token is invalid. */
    private static Uni<String> caller(RoutingContext request) {
        if (!request.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            return Uni.createFrom().nullItem();
        }
        // The default handler would send the 401 response before the request is counted.
        request.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        return QuarkusHttpUser.getSecurityIdentity(request, null).map(Admission::userId);
    }

    private static String userId(SecurityIdentity identity) {
        return identity == null || identity.isAnonymous()
                ? null
                : identity.getPrincipal().getName();
    }

    private Uni<Void> take(RoutingContext request, RatePolicy policy, String key) {
        if (!limited) {
            return Uni.createFrom().voidItem();
        }
        return limiter.take(policy, key)
                .invoke(decision -> addHeaders(request.response(), decision))
                .chain(this::enforce);
    }

    /**
     * Adds the headers of <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10">
     * draft-ietf-httpapi-ratelimit-headers-10</a>.
     */
    private static void addHeaders(HttpServerResponse response, RateLimitDecision decision) {
        RatePolicy policy = decision.policy();
        response.putHeader("RateLimit-Policy", policy.item());
        response.putHeader(
                "RateLimit", "\"" + policy.name() + "\";r=" + decision.remaining() + ";t=" + decision.secondsToWait());
    }

    private Uni<Void> enforce(RateLimitDecision decision) {
        if (decision.granted()) {
            return Uni.createFrom().voidItem();
        }
        metrics.counter(
                        "stage5.gateway.rate.limited",
                        "policy",
                        decision.policy().name())
                .increment();
        return Uni.createFrom().failure(ProblemException.tooManyRequests(Duration.ofSeconds(decision.secondsToWait())));
    }
}
