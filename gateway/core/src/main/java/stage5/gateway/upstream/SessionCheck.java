package stage5.gateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
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
 * Asks user-service whether the session of an access token goes on, so that logging out counts at once for what
 * matters. It has a breaker of its own, for its patience is much shorter than that of a log-in.
 */
@Singleton
@Startup(Upstreams.BEFORE_BREAKERS_ARE_WATCHED)
public final class SessionCheck {

    /** What became of a session. */
    public enum Session {
        ALIVE,
        ENDED,
        /** Nobody could say in time; the access token is signed and lives for minutes only. */
        UNKNOWN
    }

    private static final TypeLiteral<Uni<Session>> SESSION = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final String PATH = "/api/sessions/current";

    private final UpstreamClient client;
    private final Guard breaker;
    private final MeterRegistry metrics;

    SessionCheck(GatewayConfig config, Vertx vertx, MeterRegistry metrics) {
        Duration timeout = config.sessionCheck().timeout();
        this.client = new UpstreamClient(
                Upstream.USER,
                config.upstreams().user().url(),
                new UpstreamClient.Times(timeout, timeout, timeout),
                config.upstreams().user().concurrency(),
                vertx);
        this.breaker = GuardedUpstream.breaker("session", config.sessionCheck().breaker());
        this.metrics = metrics;
    }

    /** Returns what became of the session that the access token in an {@code Authorization} header belongs to. */
    public Uni<Session> ask(String authorization) {
        return breaker.get(() -> askOnce(authorization), SESSION)
                .onFailure()
                .recoverWithItem(Session.UNKNOWN)
                .invoke(this::count);
    }

    private Uni<Session> askOnce(String authorization) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.AUTHORIZATION, authorization);
        UpstreamRequest request =
                new UpstreamRequest(HttpMethod.GET, Routes.find(PATH).orElseThrow(), PATH, null, headers, null);
        return client.send(request, Duration.ZERO)
                .onItem()
                .transformToUni(answer -> answer.status() >= 500
                        ? Uni.createFrom().failure(new UpstreamOutage.ServerError(Upstream.USER, answer))
                        : Uni.createFrom().item(session(answer.status())));
    }

    private static Session session(int status) {
        return switch (status) {
            case 200, 204 -> Session.ALIVE;
            case 401 -> Session.ENDED;
            default -> Session.UNKNOWN;
        };
    }

    private void count(Session outcome) {
        metrics.counter(
                        "stage5.gateway.session.checks",
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
