package stage5.gateway.admission;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
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
    private final List<byte[]> accepted;

    OriginGuard(ProblemWriter problems, GatewayConfig config) {
        this.problems = problems;
        this.accepted = Stream.of(
                        config.originSecret().current(), config.originSecret().previous())
                .flatMap(secret -> secret.stream())
                .map(OriginGuard::bytes)
                .toList();
    }

    void register(@Observes Filters filters) {
        if (!accepted.isEmpty()) {
            filters.register(this::check, PRIORITY);
        }
    }

    private void check(RoutingContext request) {
        MultiMap headers = request.request().headers();
        String secret = headers.get(HEADER);
        headers.remove(HEADER);
        if (isAccepted(secret) || request.normalizedPath().startsWith(HEALTH)) {
            request.next();
        } else {
            problems.write(request, rejection());
        }
    }

    /** Compares in constant time, so that the timing does not help to guess the secret. */
    private boolean isAccepted(String secret) {
        return secret != null
                && accepted.stream()
                        .map(known -> MessageDigest.isEqual(known, bytes(secret)))
                        .reduce(false, Boolean::logicalOr);
    }

    private static byte[] bytes(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    private static ProblemException rejection() {
        return ProblemException.of(
                403,
                "around-the-edge",
                "Not by this way",
                "Call the shop by its public address, not the gateway's own.");
    }
}
