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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import stage5.gateway.GatewayConfig;
import stage5.gateway.domain.StaleCopyKey;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.kit.redis.GuardedRedis;

/**
 * Stores the last good public responses in Redis. The copies of a service belong to its current generation: a change of
 * the service's data through this gateway begins another one, so that a client never reads a fresh copy from before its
 * own change (RFC 9111, 4.4).
 */
@Singleton
public final class StaleCopyStore {

    /** The header that marks a response as a stale copy. */
    public static final String STALE = "Stage5-Stale";

    private static final Logger LOG = Logger.getLogger(StaleCopyStore.class);
    private static final int OK = 200;

    /** Preconditions on a GET that only the service can evaluate. */
    private static final List<CharSequence> PRECONDITIONS = List.of(HttpHeaders.IF_MATCH, "If-Unmodified-Since");

    private static final Pattern JSON =
            Pattern.compile("(^|,)\\s*(\\*/\\*|application/(\\*|json))\\s*($|,|;)", Pattern.CASE_INSENSITIVE);

    /** The generation until the first change. */
    private static final String FIRST = "";

    /** The generation of a copy that is never fresh. */
    private static final String UNKNOWN = "unknown";

    /** With the version of the format: during a deployment, the gateway of the release before shares Redis. */
    private static final String PREFIX = "gateway/copy2";

    private final GuardedRedis redis;
    private final GatewayConfig.StaleCopies config;
    private final RecentCopyWrites recentWrites;
    private final MeterRegistry metrics;
    private final Counter lost;
    private final Counter unreadable;

    StaleCopyStore(GuardedRedis redis, GatewayConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.config = config.copies();
        this.recentWrites = new RecentCopyWrites(config.copies().refreshAfter(), Clock.systemUTC());
        this.metrics = metrics;
        this.lost = metrics.counter("stage5.gateway.copies.lost");
        this.unreadable = metrics.counter("stage5.gateway.copies.unreadable");
    }

    /**
     * A copy and the state of its service's copies.
     *
     * @param copy null if there is none
     * @param generation the current generation of the service's copies; null if Redis did not answer
     */
    record Found(StaleCopy copy, String generation) {}

    /** Returns the key of a request; empty if it can have no copy. */
    Optional<StaleCopyKey> key(UpstreamRequest request) {
        boolean plain = request.method() == HttpMethod.GET
                && PRECONDITIONS.stream().noneMatch(request.headers()::contains)
                && acceptsJson(request.headers());
        return plain ? StaleCopyKey.of(request.route(), request.path(), request.query()) : Optional.empty();
    }

    /** Returns whether the client accepts what all copies are; the service rejects the request otherwise (406). */
    private static boolean acceptsJson(MultiMap headers) {
        List<String> accept = headers.getAll(HttpHeaders.ACCEPT);
        return accept.isEmpty()
                || accept.stream().anyMatch(value -> JSON.matcher(value).find());
    }

    /**
     * Stores a response if it is cacheable. Completes once it is stored or Redis has timed out; never fails.
     *
     * @param sent when the request was sent
     * @param generation the generation of the service's copies before that; null if it is not known
     */
    Uni<Void> keep(
            UpstreamRequest request, StaleCopyKey key, UpstreamResponse response, Instant sent, String generation) {
        if (!isCacheable(request, response)) {
            return Uni.createFrom().voidItem();
        }
        StaleCopy copy = StaleCopy.of(key, response, sent, generation == null ? UNKNOWN : generation);
        Duration lifetime = copy.lifetime()
                .filter(limit -> limit.compareTo(config.timeToLive()) < 0)
                .orElse(config.timeToLive());
        boolean due = copy.isFresh(sent, copy.generation()) || recentWrites.isDue(key.text());
        if (lifetime.isZero() || !due) {
            return Uni.createFrom().voidItem();
        }
        Request command = Request.cmd(Command.SET)
                .arg(storeKey(key))
                .arg(Buffer.newInstance(copy.write()))
                .arg("PX")
                .arg(lifetime.toMillis());
        return redis.send(command)
                .invoke(() -> recentWrites.written(key.text()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(this::lost);
    }

    /**
     * Completes with the copy and the current generation of the service's copies, both null if Redis does not answer. A
     * stored value that is no copy is counted.
     */
    Uni<Found> find(UpstreamRequest request, StaleCopyKey key) {
        // MGET, because GET fails for a value of another type than a string.
        return redis.send(Request.cmd(Command.MGET).arg(storeKey(key)).arg(generationKey(request)))
                .map(reply -> new Found(
                        reply.get(0) == null ? null : copy(key, reply.get(0).toBytes()),
                        reply.get(1) == null ? FIRST : reply.get(1).toString()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "Could not read a stale copy of %s", key.text());
                    return new Found(null, null);
                });
    }

    /**
     * Ends the freshness of all copies of the request's service. Completes once it has ended or Redis has timed out; never
     * fails.
     *
     * <p>A generation's name is random: a counter that Redis has lost would begin again with names of copies that still
     * exist. It may expire with the last of the copies.
     */
    Uni<Void> endGeneration(UpstreamRequest request) {
        return redis.send(Request.cmd(Command.SET)
                        .arg(generationKey(request))
                        .arg(UUID.randomUUID().toString())
                        .arg("PX")
                        .arg(config.timeToLive().toMillis()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(
                            failure,
                            "Copies of %s stay fresh until they expire",
                            request.route().upstream());
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

    /** Counts a response that was served from a copy. */
    void countServed(UpstreamRequest request, String metric) {
        metrics.counter(metric, "route", request.route().template()).increment();
    }

    /**
     * Returns whether a response does not depend on the caller, so that a shared cache may use it for others (<a
     * href="https://www.rfc-editor.org/rfc/rfc9111#section-3">RFC 9111, 3</a> and 3.5).
     */
    static boolean isShareable(UpstreamRequest request, UpstreamResponse response) {
        MultiMap headers = response.headers();
        CacheControl control = CacheControl.ofResponse(headers);
        return response.status() == OK
                && !headers.contains(HttpHeaders.SET_COOKIE)
                && !control.has("no-store")
                && !control.has("no-cache")
                && !control.has("private")
                && (!request.authorized() || control.has("public"));
    }

    /** Returns whether the response is shareable, and complete and small enough to be stored. */
    private boolean isCacheable(UpstreamRequest request, UpstreamResponse response) {
        return isShareable(request, response)
                && response.body().length() <= config.maxBytes()
                && !response.headers().contains(HttpHeaders.CONTENT_ENCODING)
                && !CacheControl.of(request.headers().getAll(HttpHeaders.CACHE_CONTROL))
                        .has("no-store");
    }

    private String storeKey(StaleCopyKey key) {
        return PREFIX + key.storeName(config.slots());
    }

    private static String generationKey(UpstreamRequest request) {
        return "gateway/copy-generation/" + request.route().upstream().label();
    }
}
