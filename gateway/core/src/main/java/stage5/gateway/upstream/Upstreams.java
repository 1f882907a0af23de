package stage5.gateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import stage5.gateway.GatewayConfig;
import stage5.gateway.GatewayConfig.UpstreamConfig;
import stage5.gateway.domain.Upstream;

/** The services behind. */
@Singleton
@Startup(Upstreams.BEFORE_BREAKERS_ARE_WATCHED)
public final class Upstreams {

    static final int BEFORE_BREAKERS_ARE_WATCHED = 100;

    private final Map<Upstream, GuardedUpstream> guarded = new EnumMap<>(Upstream.class);
    private final Map<Upstream, UpstreamConfig> configs = new EnumMap<>(Upstream.class);

    Upstreams(GatewayConfig config, Vertx vertx, MeterRegistry metrics) {
        configs.put(Upstream.CATALOG, config.upstreams().catalog());
        configs.put(Upstream.ORDER, config.upstreams().order());
        configs.put(Upstream.USER, config.upstreams().user());
        configs.forEach((upstream, each) -> guarded.put(upstream, guarded(upstream, each, vertx)));
        guarded.forEach((upstream, each) -> metrics.gauge(
                "stage5.gateway.streams.open",
                List.of(Tag.of("upstream", upstream.label())),
                each,
                GuardedUpstream::openStreams));
    }

    /**
     * Returns what the owner of the request's route answers, if not that it failed; fails with an {@link
     * UpstreamOutage}.
     *
     * @param reserve how much of the caller's time is left for afterwards
     */
    public Uni<UpstreamAnswer> send(UpstreamRequest request, Duration reserve) {
        return guarded.get(request.route().upstream()).send(request, reserve);
    }

    /**
     * Returns when the stream is over that the owner of the request's route has begun and {@code use} has used; fails
     * with an {@link UpstreamOutage}.
     */
    public Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return guarded.get(request.route().upstream()).stream(request, use);
    }

    /** Returns after how long it is worth asking a service again that could not answer. */
    public Duration retryAfter(Upstream upstream) {
        return configs.get(upstream).breaker().delay();
    }

    private static GuardedUpstream guarded(Upstream upstream, UpstreamConfig config, Vertx vertx) {
        UpstreamClient.Times times =
                new UpstreamClient.Times(config.timeout(), config.onlyAttemptTimeout(), config.streamTimeout());
        int connections = config.concurrency() + config.streams();
        return new GuardedUpstream(
                upstream, config, new UpstreamClient(upstream, config.url(), times, connections, vertx));
    }
}
