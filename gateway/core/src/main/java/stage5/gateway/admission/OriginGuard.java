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
import stage5.kit.problem.ProblemException;
import stage5.kit.problem.ProblemWriter;

/**
 * Refuses calls that have come around the edge, which proves itself by a secret in a header (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html">
 * Restrict access to Application Load Balancers</a>). Health checks are excepted: Route 53 and load balancers can send
 * no secret. Where none is configured, everybody may call.
 */
@Singleton
public final class OriginGuard {

    /** What the edge sends its secret in; nobody behind the guard gets to see it. */
    public static final String HEADER = "Stage5-Origin-Secret";

    /** Before authentication (200), so that a call around the edge costs as little as can be. */
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
            problems.write(request, refusal());
        }
    }

    /** In constant time, so that the time taken tells a guesser nothing. */
    private boolean isAccepted(String secret) {
        return secret != null
                && accepted.stream()
                        .map(known -> MessageDigest.isEqual(known, bytes(secret)))
                        .reduce(false, Boolean::logicalOr);
    }

    private static byte[] bytes(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    private static ProblemException refusal() {
        return ProblemException.of(
                403,
                "around-the-edge",
                "Not by this way",
                "Call the shop by its public address, not the gateway's own.");
    }
}
