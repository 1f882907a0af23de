package stage5.gateway.admission;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import stage5.gateway.GatewayConfig;
import stage5.gateway.upstream.Headers;
import stage5.kit.problem.ProblemException;

/**
 * Lets requests in. A token that is sent must be valid; whether one is needed is for the services to say. Nobody may
 * ask for more than their share, least of all those with a wrong token.
 */
@Singleton
public final class Admission {

    private final RateLimiter limiter;
    private final MeterRegistry metrics;
    private final boolean limited;
    private final RatePolicy perUser;
    private final RatePolicy perAddress;

    Admission(RateLimiter limiter, MeterRegistry metrics, GatewayConfig config) {
        this.limiter = limiter;
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

    /** Returns once the request may go on; fails with a 401 or 429 problem where it may not. */
    public Uni<Void> admit(RoutingContext request) {
        return caller(request)
                .chain(caller -> take(request, caller))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithUni(wrongToken ->
                        take(request, null).chain(() -> Uni.createFrom().failure(wrongToken)));
    }

    /** Returns the id of the user whose token the request carries; null where it carries none. */
    private static Uni<String> caller(RoutingContext request) {
        if (!request.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            return Uni.createFrom().nullItem();
        }
        // The default one would answer by itself, before the attempt is counted.
        request.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        return QuarkusHttpUser.getSecurityIdentity(request, null).map(Admission::userId);
    }

    private static String userId(SecurityIdentity identity) {
        return identity == null || identity.isAnonymous()
                ? null
                : identity.getPrincipal().getName();
    }

    private Uni<Void> take(RoutingContext request, String caller) {
        if (!limited) {
            return Uni.createFrom().voidItem();
        }
        Uni<Permit> permit = caller == null
                ? limiter.take(perAddress, Headers.address(request.request()))
                : limiter.take(perUser, caller);
        return permit.invoke(each -> announce(request.response(), each)).chain(this::pass);
    }

    /**
     * Says in headers where the caller stands, by <a
     * href="https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10">
     * draft-ietf-httpapi-ratelimit-headers-10</a>.
     */
    private static void announce(HttpServerResponse response, Permit permit) {
        RatePolicy policy = permit.policy();
        response.putHeader(
                "RateLimit-Policy", "\"%s\";q=%d;w=%d".formatted(policy.name(), policy.burst(), policy.window()));
        response.putHeader(
                "RateLimit", "\"%s\";r=%d;t=%d".formatted(policy.name(), permit.remaining(), permit.secondsToWait()));
    }

    private Uni<Void> pass(Permit permit) {
        if (permit.granted()) {
            return Uni.createFrom().voidItem();
        }
        metrics.counter("stage5.gateway.rate.limited", "policy", permit.policy().name())
                .increment();
        return Uni.createFrom().failure(ProblemException.tooManyRequests(Duration.ofSeconds(permit.secondsToWait())));
    }
}
