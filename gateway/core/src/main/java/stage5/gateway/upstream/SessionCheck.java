package stage5.gateway.upstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import stage5.gateway.GatewayConfig;
import stage5.gateway.domain.Route;
import stage5.gateway.domain.Routes;
import stage5.gateway.domain.Upstream;

/**
 * Checks at user-service whether the session of an access token has ended, so that a log-out takes effect at once for
 * orders and for writes of administrators. The check shares the connections of user-service. Its time-out is much
 * shorter than that of other calls, so it has a breaker of its own: its time-outs must not open the breaker {@code
 * users}, which a refresh depends on. It is not
 * retried, and a check that user-service has shed is no failure for the breaker.
 */
@Singleton
@Startup(Upstreams.BEFORE_BREAKER_LISTENERS)
public final class SessionCheck {

    /** The status of a session. */
    public enum SessionStatus {
        ALIVE,
        ENDED,
        /** The session is alive, but its account no longer has the required role. */
        FORBIDDEN,
        /**
         * User-service did not answer in time. The access token is still proof: it is signed and expires in minutes.
         */
        UNKNOWN
    }

    private static final TypeLiteral<Uni<SessionStatus>> STATUS = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final String PATH = "/api/sessions/current";
    private static final Route ROUTE = Routes.find(PATH).orElseThrow();

    private final UpstreamClient client;
    private final Duration timeout;
    private final Duration adminTimeout;
    private final UpstreamBreaker breaker;
    private final Map<SessionStatus, Counter> counters = new EnumMap<>(SessionStatus.class);

    SessionCheck(GatewayConfig config, Upstreams upstreams, MeterRegistry metrics) {
        this.client = upstreams.unguarded(Upstream.USER);
        this.timeout = config.sessionCheck().timeout();
        this.adminTimeout = config.sessionCheck().adminTimeout();
        this.breaker = new UpstreamBreaker(
                Upstream.USER, "session", config.sessionCheck().breaker());
        for (SessionStatus status : SessionStatus.values()) {
            String outcome = status.name().toLowerCase(Locale.ROOT);
            counters.put(status, metrics.counter("stage5.gateway.session.checks", "outcome", outcome));
        }
    }

    /** Completes with the status of the session of the access token in an {@code Authorization} header; never fails. */
    public Uni<SessionStatus> check(String authorization) {
        return known(breaker.run(client.hasTime(Duration.ZERO), () -> send(authorization, null, timeout), STATUS));
    }

    /**
     * Completes with the status of the session, and whether its account has the role {@code admin} now; never fails. It has
     * no breaker: such writes are few, and an unknown status refuses them.
     */
    public Uni<SessionStatus> checkAdmin(String authorization) {
        return known(send(authorization, "role=admin", adminTimeout));
    }

    private Uni<SessionStatus> known(Uni<SessionStatus> check) {
        return check.onFailure().recoverWithItem(SessionStatus.UNKNOWN).invoke(status -> counters.get(status)
                .increment());
    }

    private Uni<SessionStatus> send(String authorization, String query, Duration timeout) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.AUTHORIZATION, authorization);
        UpstreamRequest request = new UpstreamRequest(HttpMethod.GET, ROUTE, PATH, query, headers, null);
        return client.send(request, timeout, Duration.ZERO)
                .onItem()
                .transformToUni(response -> UpstreamOutage.isOutage(response.status())
                        ? Uni.createFrom().failure(UpstreamOutage.of(Upstream.USER, response))
                        : Uni.createFrom().item(status(response.status())));
    }

    private static SessionStatus status(int httpStatus) {
        return switch (httpStatus) {
            case 200, 204 -> SessionStatus.ALIVE;
            case 401 -> SessionStatus.ENDED;
            case 403 -> SessionStatus.FORBIDDEN;
            default -> SessionStatus.UNKNOWN;
        };
    }
}
