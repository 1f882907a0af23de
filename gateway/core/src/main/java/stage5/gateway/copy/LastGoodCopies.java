package stage5.gateway.copy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import stage5.gateway.GatewayConfig;
import stage5.gateway.domain.CopyKey;
import stage5.gateway.upstream.UpstreamAnswer;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.kit.redis.GuardedRedis;

/** What services answered last to public questions, for the time when they can't. */
@Singleton
public final class LastGoodCopies {

    /** The header that marks an answer which is a copy. */
    public static final String STALE = "Stage5-Stale";

    private static final Logger LOG = Logger.getLogger(LastGoodCopies.class);
    private static final int OK = 200;

    private final GuardedRedis redis;
    private final Clock clock;
    private final GatewayConfig.Copies config;
    private final RecentlyKept recentlyKept;
    private final MeterRegistry metrics;
    private final Counter lost;

    LastGoodCopies(GuardedRedis redis, GatewayConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.clock = Clock.systemUTC();
        this.config = config.copies();
        this.recentlyKept = new RecentlyKept(config.copies().refreshAfter(), clock);
        this.metrics = metrics;
        this.lost = metrics.counter("stage5.gateway.copies.lost");
    }

    /** Returns how much of a caller's time a request needs for looking up a copy; zero where there can't be one. */
    public Duration reserve(UpstreamRequest request) {
        return key(request).isPresent() ? config.reserve() : Duration.ZERO;
    }

    /**
     * Keeps an answer if it may be kept. Returns once that is done or Redis has taken too long, and never fails: the
     * answer matters more than its copy, yet in a form that stands still between requests nothing may be left to do.
     */
    public Uni<Void> keep(UpstreamRequest request, UpstreamAnswer answer) {
        Optional<String> key = key(request);
        if (key.isEmpty() || !isPublic(request, answer) || !recentlyKept.isDue(key.get())) {
            return Uni.createFrom().voidItem();
        }
        Copy copy = Copy.of(answer, clock.instant());
        Request command = Request.cmd(Command.SET)
                .arg(storeKey(key.get()))
                .arg(Buffer.newInstance(copy.write()))
                .arg("PX")
                .arg(config.timeToLive().toMillis());
        return redis.send(command)
                .invoke(() -> recentlyKept.kept(key.get()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(this::lost);
    }

    /** Returns the copy of an earlier answer, marked as such; null where there is none or Redis does not say. */
    public Uni<UpstreamAnswer> find(UpstreamRequest request) {
        return key(request)
                .map(key -> redis.send(Request.cmd(Command.GET).arg(storeKey(key)))
                        .onItem()
                        .ifNotNull()
                        .transform(stored -> Copy.read(stored.toBytes()).stale(clock.instant()))
                        .onItem()
                        .ifNotNull()
                        .invoke(() -> count(request))
                        .onFailure()
                        .recoverWithItem(failure -> {
                            LOG.debugf(failure, "No copy of %s could be looked up", key);
                            return null;
                        }))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private Void lost(Throwable failure) {
        LOG.debugf(failure, "A copy was not kept");
        lost.increment();
        return null;
    }

    private void count(UpstreamRequest request) {
        metrics.counter("stage5.gateway.stale", "route", request.route().template())
                .increment();
    }

    /**
     * Returns whether an answer is whole, the same for everybody, and small enough (<a
     * href="https://www.rfc-editor.org/rfc/rfc9111#section-3">RFC 9111, 3</a> and 3.5).
     */
    private boolean isPublic(UpstreamRequest request, UpstreamAnswer answer) {
        MultiMap headers = answer.headers();
        String caching =
                String.join(",", headers.getAll(HttpHeaders.CACHE_CONTROL)).toLowerCase(Locale.ROOT);
        return answer.status() == OK
                && answer.body().length() <= config.maxBytes()
                && !headers.contains(HttpHeaders.CONTENT_ENCODING)
                && !headers.contains(HttpHeaders.SET_COOKIE)
                && !caching.contains("no-store")
                && !caching.contains("private")
                && (!request.authorized() || caching.contains("public"));
    }

    private static Optional<String> key(UpstreamRequest request) {
        return request.method() == HttpMethod.GET
                ? CopyKey.of(request.route(), request.path(), request.query())
                : Optional.empty();
    }

    private static String storeKey(String key) {
        return "gateway/copy" + key;
    }
}
