package stage5.gateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import stage5.gateway.GatewayConfig;
import stage5.gateway.domain.Routes;
import stage5.gateway.domain.Upstream;

/**
 * Checks at user-service whether the session of an access token has ended, so that a log-out takes effect at once for
 * orders. The check shares the connections of user-service. Its time-out is much shorter than that of other calls, so
 * it has a breaker of its own: its time-outs must not open the breaker {@code users}, which a refresh depends on. It is not
 * retried, and a check that user-service has shed is no failure for the breaker.
 */
@Singleton
@Startup(Upstreams.BEFORE_BREAKER_LISTENERS)
public final class SessionCheck {

    /** The status of a session. */
    public enum SessionStatus {
        ALIVE,
        ENDED,
        /**
         * User-service did not answer in time. The access token is still proof: it is signed and expires in minutes.
         */
        UNKNOWN
    }

    private static final TypeLiteral<Uni<SessionStatus>> STATUS = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final String PATH = "/api/sessions/current";

    private final UpstreamClient client;
    private final Duration timeout;
    private final UpstreamBreaker breaker;
    private final MeterRegistry metrics;

    SessionCheck(GatewayConfig config, Upstreams upstreams, MeterRegistry metrics) {
        this.client = upstreams.unguarded(Upstream.USER);
        this.timeout = config.sessionCheck().timeout();
        this.breaker = new UpstreamBreaker(
                Upstream.USER, "session", config.sessionCheck().breaker());
        this.metrics = metrics;
    }

    /** Completes with the status of the session of the access token in an {@code Authorization} header; never fails. */
    public Uni<SessionStatus> check(String authorization) {
        return breaker.run(client.hasTime(Duration.ZERO), () -> send(authorization), STATUS)
                .onFailure()
                .recoverWithItem(SessionStatus.UNKNOWN)
                .invoke(this::count);
    }

    private Uni<SessionStatus> send(String authorization) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.AUTHORIZATION, authorization);
        UpstreamRequest request =
                new UpstreamRequest(HttpMethod.GET, Routes.find(PATH).orElseThrow(), PATH, null, headers, null);
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
            default -> SessionStatus.UNKNOWN;
        };
    }

    private void count(SessionStatus outcome) {
        metrics.counter(
                        "stage5.gateway.session.checks",
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
