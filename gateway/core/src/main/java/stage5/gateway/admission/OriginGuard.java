package stage5.gateway.admission;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import stage5.gateway.GatewayConfig;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;

/**
 * Rejects requests that bypass the edge. The edge sends a shared secret in a header (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html">
 * Restrict access to Application Load Balancers</a>). Health checks are excepted, because Route 53 and load balancers
 * cannot send it. If no secret is configured, all requests are accepted.
 */
@Singleton
public final class OriginGuard {

    /** The header with the secret. It is removed from every request. */
    public static final String HEADER = "Stage5-Origin-Secret";

    /** Before authentication (200), so that a rejected request costs little. */
    private static final int PRIORITY = 250;

    private static final String HEALTH = "/q/health/";

    private final ProblemWriter problems;
    private final OriginSecrets secrets;

    OriginGuard(ProblemWriter problems, GatewayConfig config) {
        this.problems = problems;
        this.secrets = new OriginSecrets(config.originSecret());
    }

    void register(@Observes Filters filters) {
        if (secrets.areRequired()) {
            filters.register(this::check, PRIORITY);
        }
    }

    private void check(RoutingContext request) {
        MultiMap headers = request.request().headers();
        String secret = headers.get(HEADER);
        headers.remove(HEADER);
        if (secrets.accept(secret) || request.normalizedPath().startsWith(HEALTH)) {
            request.next();
        } else {
            problems.write(request, rejection());
        }
    }

    private static ProblemException rejection() {
        return ProblemException.of(
                403,
                "around-the-edge",
                "Not by this way",
                "Call the shop by its public address, not the gateway's own.");
    }
}
