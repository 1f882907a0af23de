package stage5.gateway.stale;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import stage5.gateway.GatewayConfig;
import stage5.gateway.domain.StaleCopyKey;
import stage5.gateway.domain.Upstream;
import stage5.gateway.stale.StaleCopyStore.Found;
import stage5.gateway.upstream.UpstreamOutage;
import stage5.gateway.upstream.UpstreamOutage.BudgetExhausted;
import stage5.gateway.upstream.UpstreamOutage.WithResponse;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.kit.web.http.IfNoneMatch;
import stage5.kit.web.resilience.TimeBudget;
import stage5.kit.web.vertx.VertxContexts;

/**
 * A shared cache in front of the services (<a href="https://www.rfc-editor.org/rfc/rfc9111">RFC 9111</a>), for the routes
 * that can have copies:
 *
 * <ul>
 *   <li>A copy is served without its service as long as the service's {@code max-age} says, and never after a change of
 *       the catalogue through this gateway.
 *   <li>It is served while it is loaded again within {@code stale-while-revalidate} (RFC 5861, 3).
 *   <li>It is served after the service has failed within {@code stale-if-error} (RFC 5861, 4), marked as stale.
 *   <li>Concurrent readers of one key share one load.
 *   <li>{@code If-None-Match} is evaluated here, also for copies, so a load always asks for the whole response.
 * </ul>
 */
@Singleton
public final class CachedReads {

    private static final Logger LOG = Logger.getLogger(CachedReads.class);
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int FIRST_ERROR = 400;

    /** Longer than any load; the caller's time budget ends a wait earlier. */
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(30);

    /** Headers that would make the response to a load another one than that of a plain GET. */
    private static final List<CharSequence> CONDITIONS = List.of(
            HttpHeaders.IF_NONE_MATCH,
            HttpHeaders.IF_MODIFIED_SINCE,
            "Range",
            "If-Range",
            HttpHeaders.CACHE_CONTROL,
            "Pragma");

    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    /** Templates of the routes whose body is a list that says itself whether it is stale. */
    private static final Set<String> LISTINGS = Set.of("/api/products");

    private final StaleCopyStore copies;
    private final SharedLoads<Loaded> loads = new SharedLoads<>();
    private final GatewayConfig.StaleCopies config;
    private final InstantSource clock;

    @Inject
    CachedReads(StaleCopyStore copies, GatewayConfig config) {
        this(copies, config.copies(), InstantSource.system());
    }

    CachedReads(StaleCopyStore copies, GatewayConfig.StaleCopies config, InstantSource clock) {
        this.copies = copies;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Completes with a response from a copy or as {@code send} does; fails with an {@link UpstreamOutage} if the service
     * has failed and there is no copy that may replace its response. A 5xx response of the service is such a failure only
     * if the request can have a copy.
     *
     * @param send its second argument is the part of the time budget to leave for the response from a copy
     */
    public Uni<UpstreamResponse> get(
            UpstreamRequest request, BiFunction<UpstreamRequest, Duration, Uni<UpstreamResponse>> send) {
        Optional<StaleCopyKey> key = copies.key(request);
        if (key.isEmpty()) {
            return send.apply(request, Duration.ZERO)
                    .onFailure(failure -> failure instanceof WithResponse)
                    .recoverWithItem(outage -> ((WithResponse) outage).response())
                    .call(response -> afterChange(request, response));
        }
        return copies.find(request, key.get())
                .chain(found -> read(request, key.get(), found, send))
                .map(response -> conditional(request, response));
    }

    private Uni<UpstreamResponse> read(
            UpstreamRequest request,
            StaleCopyKey key,
            Found found,
            BiFunction<UpstreamRequest, Duration, Uni<UpstreamResponse>> send) {
        Instant now = clock.instant();
        StaleCopy copy = found.copy();
        boolean reload = reloads(request);
        if (copy != null && !reload && copy.isFresh(now, found.generation())) {
            copies.countServed(request, "stage5.gateway.fresh");
            return Uni.createFrom().item(copy.toFresh(now));
        }
        Uni<Loaded> load = reload ? load(request, key, found, send) : sharedLoad(request, key, found, send);
        if (copy != null && !reload && config.background() && copy.mayServeWhileRevalidating(now, found.generation())) {
            copies.countServed(request, "stage5.gateway.revalidating");
            load.subscribe()
                    .with(
                            loaded -> {},
                            failure -> LOG.debugf("%s was not loaded again: %s", key.text(), failure.toString()));
            return Uni.createFrom().item(copy.toRevalidating(now));
        }
        return load.map(Loaded::response)
                .onFailure(UpstreamOutage.class)
                .recoverWithUni(outage -> replacement(request, copy, outage));
    }

    private Uni<UpstreamResponse> replacement(UpstreamRequest request, StaleCopy copy, Throwable outage) {
        Instant now = clock.instant();
        if (copy == null || !copy.mayServeIfError(now)) {
            return Uni.createFrom().failure(outage);
        }
        copies.countServed(request, "stage5.gateway.stale");
        boolean listing = LISTINGS.contains(request.route().template());
        return Uni.createFrom().item(copy.toStale(now, listing));
    }

    private Uni<Loaded> sharedLoad(
            UpstreamRequest request,
            StaleCopyKey key,
            Found found,
            BiFunction<UpstreamRequest, Duration, Uni<UpstreamResponse>> send) {
        Instant sent = clock.instant();
        // A load from before a change must not answer a request from after it, so the generation is part of the key.
        return loads.get(
                found.generation() + " " + key.text(),
                () -> config.background() ? sent(request, send) : load(request, key, found, send),
                loaded -> config.background()
                        ? copies.keep(request, key, loaded.response(), sent, found.generation())
                        : Uni.createFrom().voidItem(),
                running -> join(request, running).chain(joined -> {
                    if (joined == Loaded.NOTHING) {
                        return sharedLoad(request, key, found, send);
                    }
                    return joined.shareable() ? Uni.createFrom().item(joined) : load(request, key, found, send);
                }));
    }

    /**
     * Completes with the result of another request's load, within this request's time budget; with {@link Loaded#NOTHING} if
     * the other request has ended it, because it had less time or its client has gone.
     */
    private Uni<Loaded> join(UpstreamRequest request, CompletableFuture<Loaded> running) {
        Upstream upstream = request.route().upstream();
        Uni<Loaded> joined = TimeBudget.within(
                        LONGEST_LOAD, Uni.createFrom().completionStage(running.minimalCompletionStage()))
                .onFailure(TimeoutException.class)
                .transform(late -> new BudgetExhausted(upstream))
                .onFailure(failure -> failure instanceof BudgetExhausted && running.isCompletedExceptionally())
                .recoverWithItem(Loaded.NOTHING);
        return VertxContexts.emitOnCurrent(joined);
    }

    /** Completes with the service's response once its copy is stored or Redis has timed out. */
    private Uni<Loaded> load(
            UpstreamRequest request,
            StaleCopyKey key,
            Found found,
            BiFunction<UpstreamRequest, Duration, Uni<UpstreamResponse>> send) {
        Instant sent = clock.instant();
        return sent(request, send)
                .call(loaded -> copies.keep(request, key, loaded.response(), sent, found.generation()));
    }

    private Uni<Loaded> sent(
            UpstreamRequest request, BiFunction<UpstreamRequest, Duration, Uni<UpstreamResponse>> send) {
        return send.apply(unconditional(request), config.reserve())
                .map(response -> new Loaded(
                        response,
                        StaleCopyStore.isShareable(request, response)
                                && !response.headers().contains(HttpHeaders.VARY)));
    }

    /** Completes once the copies of a service whose data a request has changed are not fresh any more. */
    private Uni<Void> afterChange(UpstreamRequest request, UpstreamResponse response) {
        boolean changed = request.route().upstream() == Upstream.CATALOG
                && !SAFE.contains(request.method())
                && response.status() < FIRST_ERROR;
        return changed ? copies.endGeneration(request) : Uni.createFrom().voidItem();
    }

    /** Returns whether the client requires a response of the service (RFC 9111, 5.2.1). */
    private static boolean reloads(UpstreamRequest request) {
        List<String> sent = request.headers().getAll(HttpHeaders.CACHE_CONTROL);
        CacheControl control = CacheControl.of(sent);
        return control.has("no-cache")
                || control.has("no-store")
                || (control.has("max-age") && control.freshness().isZero())
                || (sent.isEmpty() && request.headers().contains("Pragma", "no-cache", true));
    }

    private static UpstreamRequest unconditional(UpstreamRequest request) {
        if (CONDITIONS.stream().noneMatch(request.headers()::contains)) {
            return request;
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
        CONDITIONS.forEach(headers::remove);
        return new UpstreamRequest(
                request.method(), request.route(), request.path(), request.query(), headers, request.body());
    }

    /** Returns 304 instead of a response that the client has (RFC 9110, 13.1.2 and 15.4.5). */
    private static UpstreamResponse conditional(UpstreamRequest request, UpstreamResponse response) {
        IfNoneMatch ifNoneMatch = IfNoneMatch.of(request.headers().getAll(HttpHeaders.IF_NONE_MATCH));
        if (response.status() != OK || !ifNoneMatch.matches(response.headers().get(HttpHeaders.ETAG))) {
            return response;
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(response.headers());
        List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_LENGTH, HttpHeaders.CONTENT_LANGUAGE)
                .forEach(headers::remove);
        return new UpstreamResponse(NOT_MODIFIED, headers, Buffer.buffer());
    }

    /**
     * The result of a load.
     *
     * @param shareable whether it may answer other requests with the same key
     */
    private record Loaded(UpstreamResponse response, boolean shareable) {

        static final Loaded NOTHING = new Loaded(null, false);
    }
}
