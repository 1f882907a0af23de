package stage5.order.sales;

import static stage5.order.sales.SalesKeys.hour;
import static stage5.order.sales.SalesKeys.names;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import stage5.kit.events.projection.Projections;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;

/** Reads bestsellers and sales per minute from the active generation of the {@link SalesCounters}. */
@ApplicationScoped
class SalesQueries {

    private static final RedisScript RANK = RedisScript.beside(SalesQueries.class, "rank-bestsellers.lua");

    /** A stored name begins with the id of its event. Event ids sort by time, so the newest name wins. */
    private static final int ID_LENGTH = 36;

    private final GuardedRedis redis;
    private final Projections projections;
    private final SalesCounters counters;

    SalesQueries(GuardedRedis redis, Projections projections, SalesCounters counters) {
        this.redis = redis;
        this.projections = projections;
        this.counters = counters;
    }

    /** Completes with the products with the most sales first; fails if Redis is unavailable or has lost the counters. */
    Uni<List<Bestseller>> bestsellers(int limit) {
        return projections.activeGeneration(counters).chain(generation -> ShardedCalls.inEach(shard -> RANK.run(
                        redis,
                        List.of(SalesKeys.bestsellers(generation, shard), names(generation, shard)),
                        List.of(limit)))
                .map(ranked -> ranked.values().stream()
                        .flatMap(shard -> bestsellers(shard).stream())
                        .sorted(Comparator.comparingLong(Bestseller::sold)
                                .thenComparing(Bestseller::sku)
                                .reversed())
                        .limit(limit)
                        .toList())
                .chain(found -> unlessLost(found, generation)));
    }

    private static List<Bestseller> bestsellers(Response ranked) {
        List<Bestseller> found = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i += 3) {
            String name = ranked.get(i + 2).toString().substring(ID_LENGTH);
            found.add(new Bestseller(ranked.get(i).toString(), name, ShardedCalls.number(ranked.get(i + 1))));
        }
        return found;
    }

    /**
     * Completes with the sales of each minute from the first to the last, both included; fails if Redis is unavailable or
     * has lost the counters.
     */
    Uni<List<SalesPerMinute>> minutes(Instant first, Instant last) {
        return projections.activeGeneration(counters).chain(generation -> minutes(generation, first, last));
    }

    private Uni<List<SalesPerMinute>> minutes(long generation, Instant first, Instant last) {
        return Multi.createFrom()
                .iterable(LongStream.rangeClosed(
                                SalesHour.minuteOf(first) / SalesHour.MINUTES,
                                SalesHour.minuteOf(last) / SalesHour.MINUTES)
                        .boxed()
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(hour -> ShardedCalls.inEach(
                                shard -> redis.send(Request.cmd(Command.HGETALL).arg(hour(generation, shard, hour))))
                        .map(shards -> SalesHour.sum(hour, shards.values())))
                .collect()
                .asMap(SalesHour::hour)
                .chain(found -> unlessLost(found, generation))
                .map(found -> LongStream.rangeClosed(SalesHour.minuteOf(first), SalesHour.minuteOf(last))
                        .mapToObj(
                                minute -> found.get(minute / SalesHour.MINUTES).minute(minute % SalesHour.MINUTES))
                        .toList());
    }

    /**
     * Completes with the result; fails if a shard has no marker. The shards are in different slots, so a cluster can lose
     * the data of one of them.
     */
    private <T> Uni<T> unlessLost(T result, long generation) {
        return counters.exists(generation).map(exists -> {
            if (!exists) {
                throw new IllegalStateException("Redis has lost the sales counters: a rebuild is needed");
            }
            return result;
        });
    }
}
