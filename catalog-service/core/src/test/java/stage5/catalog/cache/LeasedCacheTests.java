package stage5.catalog.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.web.resilience.TimeBudget;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class LeasedCacheTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** The time-out of each Redis command, which is an annotation of {@link GuardedRedis}. */
    private static final Duration REDIS_TIMEOUT = Duration.ofMillis(250);

    private static final CacheRegion<Thing> THINGS = new CacheRegion<>("thing", 1, Thing.class);

    @Inject
    LeasedCache cache;

    @Inject
    GuardedRedis guardedRedis;

    @Inject
    CacheConfig config;

    @Inject
    CacheMetrics metrics;

    @Inject
    CacheGenerations generations;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry registry;

    private final String key = UUID.randomUUID().toString();
    private final AtomicInteger loads = new AtomicInteger();

    record Thing(String text) {

        Thing {
            Objects.requireNonNull(text, "text is missing");
        }
    }

    /** The first connection may take longer than the cache waits for Redis. */
    @BeforeEach
    void connect() {
        redis.key().exists(key);
    }

    @Test
    void shouldServeFromTheCache_whenLoadedBefore() {
        assertThat(get(loading("first"))).isEqualTo(new Thing("first"));
        assertThat(get(loading("second"))).isEqualTo(new Thing("first"));

        assertThat(loads).hasValue(1);
        assertExpiresWithin(config.keep(), THINGS.redisKey(key));
    }

    @Test
    void shouldEndTheLease_whenItsReaderDoesNotFinish() {
        CompletableFuture<Void> loading = new CompletableFuture<>();
        CompletableFuture<Thing> never = new CompletableFuture<>();
        cache.get(THINGS, List.of(key), missing -> {
                    loading.complete(null);
                    return Uni.createFrom().completionStage(never).map(thing -> Map.of(key, thing));
                })
                .subscribeAsCompletionStage();
        assertThat(loading).succeedsWithin(TIMEOUT);

        assertThat(redis.value(String.class).get(THINGS.redisKey(key))).matches(LoadLease::isLease);
        assertExpiresWithin(config.lease(), THINGS.redisKey(key));
    }

    @Test
    void shouldOutliveTheSlowestLoad_whenAReaderHoldsALease() {
        Duration timeBudget = Duration.parse("PT" + TimeBudget.DEFAULT);
        Duration granting = REDIS_TIMEOUT;
        Duration filling = REDIS_TIMEOUT;

        assertThat(config.lease()).isGreaterThan(granting.plus(timeBudget).plus(filling));
    }

    @Test
    void shouldExpire_whenAGenerationIsNotEnded() {
        generations.current(key).await().atMost(TIMEOUT);

        assertExpiresWithin(Duration.ofHours(1), "catalog:generation:" + key);
    }

    @Test
    void shouldSendNoScriptText_whenRedisHasTheScript() {
        get(loading("stored with the script"));
        long texts = calls("eval");
        long digests = calls("evalsha");

        get(loading("never"));

        assertThat(calls("eval")).isEqualTo(texts);
        assertThat(calls("evalsha")).isGreaterThan(digests);
    }

    @Test
    void shouldStoreTheScriptsAgain_whenRedisHasLostThem() {
        for (int i = 0; i < 20; i++) {
            redis.execute(Command.SCRIPT, "FLUSH");
            String other = UUID.randomUUID().toString();

            Map<String, Thing> found = cache.get(THINGS, List.of(other), missing -> Uni.createFrom()
                            .item(Map.of(other, new Thing("loaded"))))
                    .await()
                    .atMost(TIMEOUT);

            assertThat(found).containsEntry(other, new Thing("loaded"));
            assertThat(redis.key().exists(THINGS.redisKey(other))).as("cached").isTrue();
        }
        assertThat(breakers.currentState("redis")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldLoadOnlyMissingKeys_whenOthersAreCached() {
        String other = UUID.randomUUID().toString();
        get(loading("cached"));

        Map<String, Thing> found = cache.get(THINGS, List.of(key, other), missing -> {
                    assertThat(missing).containsExactly(other);
                    return Uni.createFrom().item(Map.of(other, new Thing("loaded")));
                })
                .await()
                .atMost(TIMEOUT);

        assertThat(found).isEqualTo(Map.of(key, new Thing("cached"), other, new Thing("loaded")));
    }

    @Test
    void shouldLoadOnce_whenManyReadersInTwoProcessesMissAtOnce() {
        LeasedCache otherProcess = new LeasedCache(guardedRedis, config, metrics);
        CompletableFuture<Thing> stored = new CompletableFuture<>();
        stored.completeOnTimeout(new Thing("loaded"), 50, TimeUnit.MILLISECONDS);
        List<CompletableFuture<Map<String, Thing>>> readers = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            readers.add((i % 2 == 0 ? cache : otherProcess)
                    .get(THINGS, List.of(key), missing -> {
                        loads.incrementAndGet();
                        return Uni.createFrom().completionStage(stored).map(thing -> Map.of(key, thing));
                    })
                    .subscribeAsCompletionStage());
        }

        assertThat(readers)
                .allSatisfy(reader ->
                        assertThat(reader).succeedsWithin(TIMEOUT).isEqualTo(Map.of(key, new Thing("loaded"))));
        assertThat(loads).hasValue(1);
    }

    @Test
    void shouldNotCacheTheLoadedValue_whenItIsInvalidatedDuringTheLoad() {
        CompletableFuture<Void> loading = new CompletableFuture<>();
        CompletableFuture<Thing> stored = new CompletableFuture<>();
        CompletableFuture<Map<String, Thing>> slow = cache.get(THINGS, List.of(key), missing -> {
                    loading.complete(null);
                    return Uni.createFrom().completionStage(stored).map(thing -> Map.of(key, thing));
                })
                .subscribeAsCompletionStage();
        assertThat(loading).succeedsWithin(TIMEOUT);

        cache.invalidate(THINGS, Set.of(key)).await().atMost(TIMEOUT);
        stored.complete(new Thing("old"));

        assertThat(slow).succeedsWithin(TIMEOUT).isEqualTo(Map.of(key, new Thing("old")));
        assertThat(get(loading("new"))).isEqualTo(new Thing("new"));
        assertThat(get(loading("never"))).isEqualTo(new Thing("new"));
    }

    @Test
    void shouldNotOverwriteANewerValue_whenAnOlderLoadEndsLater() {
        CompletableFuture<Void> loading = new CompletableFuture<>();
        CompletableFuture<Thing> stored = new CompletableFuture<>();
        CompletableFuture<Map<String, Thing>> slow = cache.get(THINGS, List.of(key), missing -> {
                    loading.complete(null);
                    return Uni.createFrom().completionStage(stored).map(thing -> Map.of(key, thing));
                })
                .subscribeAsCompletionStage();
        assertThat(loading).succeedsWithin(TIMEOUT);
        cache.invalidate(THINGS, Set.of(key)).await().atMost(TIMEOUT);
        get(loading("new"));

        stored.complete(new Thing("old"));

        assertThat(slow).succeedsWithin(TIMEOUT);
        assertThat(get(loading("never"))).isEqualTo(new Thing("new"));
    }

    @Test
    void shouldLoadFromTheStore_whenALoaderHasCrashed() {
        redis.value(String.class).set(THINGS.redisKey(key), LoadLease.random().text());

        assertThat(get(loading("from the store"))).isEqualTo(new Thing("from the store"));
        assertThat(loads).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "null", "[]", "{\"other\":1}", "{\"text\":", "5", "{\"text\":null}"})
    void shouldLoadAgainAndCount_whenTheStoredTextIsNoValue(String garbage) {
        redis.value(String.class).set(THINGS.redisKey(key), garbage);
        String other = UUID.randomUUID().toString();
        double before = unreadable();

        Map<String, Thing> found = cache.get(THINGS, List.of(key, other), loading("loaded"))
                .await()
                .atMost(TIMEOUT);

        assertThat(found).isEqualTo(Map.of(key, new Thing("loaded"), other, new Thing("loaded")));
        assertThat(unreadable() - before).isEqualTo(1);
        assertThat(get(loading("never"))).isEqualTo(new Thing("loaded"));
    }

    @Test
    void shouldLoadAgain_whenTheStoredValueIsNoText() {
        redis.list(String.class).rpush(THINGS.redisKey(key), "garbage");

        assertThat(get(loading("loaded"))).isEqualTo(new Thing("loaded"));
        assertThat(get(loading("never"))).isEqualTo(new Thing("loaded"));
    }

    @Test
    void shouldDeleteTheLease_whenTheLoadFails() {
        assertThatThrownBy(() -> get(missing -> Uni.createFrom().failure(new IllegalStateException("no store"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no store");

        assertThat(redis.key().exists(THINGS.redisKey(key))).isFalse();
        assertThat(get(loading("loaded"))).isEqualTo(new Thing("loaded"));
    }

    @Test
    void shouldNotCacheAbsence_whenTheKeyDoesNotExist() {
        Function<Set<String>, Uni<Map<String, Thing>>> nothing = missing -> {
            loads.incrementAndGet();
            return Uni.createFrom().item(new HashMap<>());
        };

        assertThat(get(nothing)).isNull();
        assertThat(get(nothing)).isNull();
        assertThat(loads).hasValue(2);
        assertThat(redis.key().exists(THINGS.redisKey(key))).isFalse();
    }

    private void assertExpiresWithin(Duration lifetime, String redisKey) {
        assertThat(Duration.ofMillis(redis.key().pttl(redisKey)))
                .as("expires within " + lifetime)
                .isBetween(lifetime.multipliedBy(3).dividedBy(4), lifetime);
    }

    /** Returns how often Redis has run a command, also by other tests: they run one after the other. */
    private long calls(String command) {
        String statistics = redis.execute(Command.INFO, "commandstats").toString();
        return statistics
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceFirst(".*:calls=(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private double unreadable() {
        return registry.counter("stage5.cache.lookups", "cache", "thing", "result", "unreadable")
                .count();
    }

    private Thing get(Function<Set<String>, Uni<Map<String, Thing>>> load) {
        return cache.get(THINGS, List.of(key), load).await().atMost(TIMEOUT).get(key);
    }

    private Function<Set<String>, Uni<Map<String, Thing>>> loading(String text) {
        return missing -> {
            loads.incrementAndGet();
            Map<String, Thing> found = new HashMap<>();
            missing.forEach(each -> found.put(each, new Thing(text)));
            return Uni.createFrom().item(found);
        };
    }
}
