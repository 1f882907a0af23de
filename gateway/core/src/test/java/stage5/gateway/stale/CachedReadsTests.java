package stage5.gateway.stale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import stage5.gateway.GatewayConfig;
import stage5.gateway.StubAddresses;
import stage5.gateway.domain.Routes;
import stage5.gateway.domain.Upstream;
import stage5.gateway.upstream.UpstreamOutage;
import stage5.gateway.upstream.UpstreamOutage.BudgetExhausted;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;

/** The cache with a real Redis, a service that the test plays, and a clock that the test sets. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = StubAddresses.class, restrictToAnnotatedClass = false)
class CachedReadsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String HEADER = "public, max-age=2, stale-while-revalidate=10, stale-if-error=60";

    @Inject
    StaleCopyStore copies;

    private final String path = "/api/products/" + UUID.randomUUID();
    private final List<UniEmitter<? super UpstreamResponse>> asked = new CopyOnWriteArrayList<>();
    private final List<UpstreamRequest> sent = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.now();

    @Test
    void shouldServeTheCopy_untilItsFreshnessIsOver() {
        CachedReads reads = reads(false);
        load(reads, HEADER, "1");

        now = now.plusMillis(1_999);
        UpstreamResponse fresh = await(get(reads));
        now = now.plusMillis(1);
        CompletableFuture<UpstreamResponse> reloaded = get(reads);

        assertThat(fresh.body()).hasToString("1");
        assertThat(fresh.headers().get("Age")).isEqualTo("1");
        assertThat(fresh.headers().get("Cache-Status")).isEqualTo("stage5-gateway; hit; ttl=1");
        assertThat(fresh.headers().get("Cache-Control")).isEqualTo(HEADER);
        answer(1, HEADER, "2");
        assertThat(await(reloaded).body()).hasToString("2");
    }

    @Test
    void shouldServeTheCopyAndLoadItOnceAgain_whenItMayBeStaleWhileRevalidating() {
        CachedReads reads = reads(true);
        load(reads, HEADER, "1");
        awaitCopy(reads, "1");
        now = now.plusSeconds(5);

        for (int i = 0; i < 5; i++) {
            UpstreamResponse served = await(get(reads));

            assertThat(served.body()).hasToString("1");
            assertThat(served.headers().get("Cache-Status"))
                    .isEqualTo("stage5-gateway; hit; ttl=-3; detail=stale-while-revalidate");
            assertThat(served.headers().contains("Stage5-Stale")).isFalse();
        }
        assertThat(sent).hasSize(2);
        answer(1, HEADER, "2");
        awaitCopy(reads, "2");
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldAskTheService_whenTheCopyIsTooOldToRevalidateInTheBackground() {
        CachedReads reads = reads(true);
        load(reads, HEADER, "1");
        awaitCopy(reads, "1");
        now = now.plusSeconds(12);

        CompletableFuture<UpstreamResponse> reloaded = get(reads);

        assertThat(reloaded).isNotDone();
        answer(1, HEADER, "2");
        assertThat(await(reloaded).body()).hasToString("2");
    }

    @Test
    void shouldAskTheService_whenNothingCanRunAfterTheResponse() {
        CachedReads reads = reads(false);
        load(reads, HEADER, "1");
        now = now.plusSeconds(5);

        CompletableFuture<UpstreamResponse> reloaded = get(reads);

        answer(1, HEADER, "2");
        assertThat(await(reloaded).body()).hasToString("2");
    }

    @Test
    void shouldServeTheCopyAfterAnOutage_untilStaleIfErrorIsOver() {
        CachedReads reads = reads(false);
        load(reads, HEADER, "1");

        now = now.plusSeconds(61);
        CompletableFuture<UpstreamResponse> stale = get(reads);
        fail(1, new BudgetExhausted(Upstream.CATALOG));
        now = now.plusSeconds(1);
        CompletableFuture<UpstreamResponse> tooOld = get(reads);
        fail(2, new BudgetExhausted(Upstream.CATALOG));

        assertThat(await(stale).headers().get("Stage5-Stale")).isEqualTo("true");
        assertThatThrownBy(() -> await(tooOld)).hasCauseInstanceOf(UpstreamOutage.class);
    }

    @Test
    void shouldCountTheAgeFromTheRequest_whenTheServiceIsSlow() {
        CachedReads reads = reads(false);
        CompletableFuture<UpstreamResponse> slow = get(reads);
        awaitAsked(1);
        now = now.plusSeconds(3);
        answer(0, HEADER, "1");
        await(slow);

        CompletableFuture<UpstreamResponse> next = get(reads);

        answer(1, HEADER, "2");
        assertThat(await(next).body()).hasToString("2");
    }

    @Test
    void shouldAskAgain_whenTheLoadHadLessTime() {
        CachedReads reads = reads(false);
        CompletableFuture<UpstreamResponse> hasted = get(reads);
        awaitAsked(1);
        CompletableFuture<UpstreamResponse> other = get(reads);

        fail(0, new BudgetExhausted(Upstream.CATALOG));
        answer(1, HEADER, "1");

        assertThatThrownBy(() -> await(hasted)).hasCauseInstanceOf(BudgetExhausted.class);
        assertThat(await(other).body()).hasToString("1");
    }

    @Test
    void shouldNotJoinALoad_whenTheCatalogueHasChangedSince() {
        CachedReads reads = reads(false);
        CompletableFuture<UpstreamResponse> before = get(reads);
        awaitAsked(1);
        await(reads.get(request(HttpMethod.PATCH), (change, reserve) -> Uni.createFrom()
                        .item(response("no-cache", "{}")))
                .subscribeAsCompletionStage());

        CompletableFuture<UpstreamResponse> after = get(reads);
        answer(1, HEADER, "new");
        answer(0, HEADER, "old");

        assertThat(await(after).body()).hasToString("new");
        assertThat(await(before).body()).hasToString("old");
        CompletableFuture<UpstreamResponse> last = get(reads);
        if (!last.isDone()) {
            Awaitility.await().atMost(TIMEOUT).until(() -> last.isDone() || asked.size() > 2);
        }
        // The copy of the load that began before the change is stored last, and is not fresh.
        assertThat(last).isNotDone();
        answer(2, HEADER, "newest");
        assertThat(await(last).body()).hasToString("newest");
    }

    private CachedReads reads(boolean background) {
        return new CachedReads(copies, new Settings(background), () -> now);
    }

    private void load(CachedReads reads, String cacheControl, String body) {
        CompletableFuture<UpstreamResponse> loaded = get(reads);
        answer(0, cacheControl, body);
        assertThat(await(loaded).body()).hasToString(body);
    }

    /** Waits until the copy with this body is stored. */
    private void awaitCopy(CachedReads reads, String body) {
        Awaitility.await().atMost(TIMEOUT).until(() -> {
            UpstreamRequest request = request(HttpMethod.GET);
            StaleCopy copy = copies.find(request, copies.key(request).orElseThrow())
                    .await()
                    .atMost(TIMEOUT)
                    .copy();
            return copy != null && copy.body().toString().equals(body);
        });
    }

    private CompletableFuture<UpstreamResponse> get(CachedReads reads) {
        return reads.get(request(HttpMethod.GET), (request, reserve) -> {
                    sent.add(request);
                    return Uni.createFrom().emitter(asked::add);
                })
                .subscribeAsCompletionStage();
    }

    private void answer(int call, String cacheControl, String body) {
        awaitAsked(call + 1);
        asked.get(call).complete(response(cacheControl, body));
    }

    private void fail(int call, UpstreamOutage outage) {
        awaitAsked(call + 1);
        asked.get(call).fail(outage);
    }

    private void awaitAsked(int calls) {
        Awaitility.await().atMost(TIMEOUT).until(() -> asked.size() >= calls);
    }

    private UpstreamRequest request(HttpMethod method) {
        return new UpstreamRequest(
                method, Routes.find(path).orElseThrow(), path, null, MultiMap.caseInsensitiveMultiMap(), null);
    }

    private static UpstreamResponse response(String cacheControl, String body) {
        return new UpstreamResponse(
                200,
                MultiMap.caseInsensitiveMultiMap().addAll(Map.of("Cache-Control", cacheControl)),
                Buffer.buffer(body));
    }

    private static <T> T await(CompletableFuture<T> result) {
        return result.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private record Settings(boolean background) implements GatewayConfig.StaleCopies {

        @Override
        public Duration timeToLive() {
            return Duration.ofHours(1);
        }

        @Override
        public int maxBytes() {
            return 4096;
        }

        @Override
        public int slots() {
            return 8;
        }

        @Override
        public Duration refreshAfter() {
            return Duration.ZERO;
        }

        @Override
        public Duration reserve() {
            return Duration.ZERO;
        }
    }
}
