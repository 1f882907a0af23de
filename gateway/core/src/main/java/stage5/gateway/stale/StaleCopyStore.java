package stage5.gateway.stale;

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
import stage5.gateway.domain.StaleCopyKey;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.kit.redis.GuardedRedis;

/** Stores the last good public responses in Redis, and serves them as stale copies while their service is down. */
@Singleton
public final class StaleCopyStore {

    /** The header that marks a response as a stale copy. */
    public static final String STALE = "Stage5-Stale";

    private static final Logger LOG = Logger.getLogger(StaleCopyStore.class);
    private static final int OK = 200;

    /** With the version of the format: during a deployment, the gateway of the release before shares Redis. */
    private static final String PREFIX = "gateway/copy2";

    private final GuardedRedis redis;
    private final Clock clock;
    private final GatewayConfig.StaleCopies config;
    private final RecentCopyWrites recentWrites;
    private final MeterRegistry metrics;
    private final Counter lost;
    private final Counter unreadable;

    StaleCopyStore(GuardedRedis redis, GatewayConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.clock = Clock.systemUTC();
        this.config = config.copies();
        this.recentWrites = new RecentCopyWrites(config.copies().refreshAfter(), clock);
        this.metrics = metrics;
        this.lost = metrics.counter("stage5.gateway.copies.lost");
        this.unreadable = metrics.counter("stage5.gateway.copies.unreadable");
    }

    /** Returns the part of the time budget to reserve for reading a copy; zero if the request can have no copy. */
    public Duration reserve(UpstreamRequest request) {
        return key(request).isPresent() ? config.reserve() : Duration.ZERO;
    }

    /**
     * Stores a response if it is cacheable. Completes once it is stored or Redis has timed out; never fails. The
     * response waits for it, because in the lambda form the execution environment is frozen once the response is sent.
     */
    public Uni<Void> keep(UpstreamRequest request, UpstreamResponse response) {
        Optional<StaleCopyKey> key = key(request);
        if (key.isEmpty()
                || !isCacheable(request, response)
                || !recentWrites.isDue(key.get().text())) {
            return Uni.createFrom().voidItem();
        }
        StaleCopy copy = StaleCopy.of(key.get(), response, clock.instant());
        Request command = Request.cmd(Command.SET)
                .arg(storeKey(key.get()))
                .arg(Buffer.newInstance(copy.write()))
                .arg("PX")
                .arg(config.timeToLive().toMillis());
        return redis.send(command)
                .invoke(() -> recentWrites.written(key.get().text()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(this::lost);
    }

    /**
     * Completes with a stale copy; null if there is none, it can't be read, or Redis does not answer. A value that is no
     * copy is counted.
     */
    public Uni<UpstreamResponse> find(UpstreamRequest request) {
        return key(request)
                .map(key -> read(key)
                        .onItem()
                        .ifNotNull()
                        .transform(copy -> copy.toResponse(clock.instant()))
                        .onItem()
                        .ifNotNull()
                        .invoke(() -> count(request)))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private Uni<StaleCopy> read(StaleCopyKey key) {
        // MGET, because GET fails for a value of another type than a string.
        return redis.send(Request.cmd(Command.MGET).arg(storeKey(key)))
                .map(reply ->
                        reply.get(0) == null ? null : copy(key, reply.get(0).toBytes()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "Could not read a stale copy of %s", key.text());
                    return null;
                });
    }

    /** Returns the copy in a stored value; null if it is unreadable, or the copy of another key of the same family. */
    private StaleCopy copy(StaleCopyKey key, byte[] stored) {
        Optional<StaleCopy> found = StaleCopy.read(stored);
        if (found.isEmpty()) {
            LOG.warnf("The stored copy of %s is unreadable", key.text());
            unreadable.increment();
        }
        return found.filter(copy -> copy.key().equals(key.text())).orElse(null);
    }

    private Void lost(Throwable failure) {
        LOG.debugf(failure, "Could not store a stale copy");
        lost.increment();
        return null;
    }

    private void count(UpstreamRequest request) {
        metrics.counter("stage5.gateway.stale", "route", request.route().template())
                .increment();
    }

    /**
     * Returns whether a shared cache may store the response (<a
     * href="https://www.rfc-editor.org/rfc/rfc9111#section-3">RFC 9111, 3</a> and 3.5), and it is complete and small
     * enough.
     */
    private boolean isCacheable(UpstreamRequest request, UpstreamResponse response) {
        MultiMap headers = response.headers();
        String caching =
                String.join(",", headers.getAll(HttpHeaders.CACHE_CONTROL)).toLowerCase(Locale.ROOT);
        return response.status() == OK
                && response.body().length() <= config.maxBytes()
                && !headers.contains(HttpHeaders.CONTENT_ENCODING)
                && !headers.contains(HttpHeaders.SET_COOKIE)
                && !caching.contains("no-store")
                && !caching.contains("private")
                && (!request.authorized() || caching.contains("public"));
    }

    private static Optional<StaleCopyKey> key(UpstreamRequest request) {
        return request.method() == HttpMethod.GET
                ? StaleCopyKey.of(request.route(), request.path(), request.query())
                : Optional.empty();
    }

    private String storeKey(StaleCopyKey key) {
        return PREFIX + key.storeName(config.slots());
    }
}
