package stage5.order.sales;

import static stage5.order.sales.SalesKeys.counted;
import static stage5.order.sales.SalesKeys.hour;
import static stage5.order.sales.SalesKeys.marker;
import static stage5.order.sales.SalesKeys.names;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.projection.EntryPage;
import stage5.kit.events.projection.Projections;
import stage5.kit.events.projection.ReadModel;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;
import stage5.order.store.OrderData;

/**
 * The read model {@code sales}: counters in Redis, in shards by product. Each generation has in each shard the keys of {@link
 * SalesKeys}.
 *
 * <p>Counting is idempotent, because the ids of counted events are remembered. That takes memory, so they are forgotten after
 * {@link SalesSettings#remembered}, or a day after the generation was created, whichever is later. After that
 * only a rebuild can show whether a sale was counted: the active generation fails with {@link LateSaleException}, and another
 * one is discarded, because it may lack the sale.
 */
@ApplicationScoped
class SalesCounters implements ReadModel {

    private static final Logger LOG = Logger.getLogger(SalesCounters.class);
    private static final long SECONDS_PER_HOUR = 3600;

    /**
     * How long a generation remembers every id after its creation, so that a rebuild which reads an old event twice counts it
     * once. Longer than a rebuild may last: one that stops for 12 hours starts from the beginning.
     */
    private static final Duration LONGEST_REBUILD = Duration.ofDays(1);

    /** How much longer an id is kept than it is needed: the clocks of the processes and of Redis differ. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

    private static final int PAGE = 500;
    private static final String SKU = "sku/";
    private static final String AT_HOUR = "hour/";

    private static final int COUNTED = 1;
    private static final int LATE = -1;

    private static final RedisScript COUNT = RedisScript.beside(SalesCounters.class, "count-sales.lua");

    private final GuardedRedis redis;
    private final Projections projections;
    private final SalesSettings settings;
    private final Clock clock;

    SalesCounters(GuardedRedis redis, Projections projections, SalesSettings settings, Clock clock) {
        this.redis = redis;
        this.projections = projections;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sales";
    }

    @Override
    public Uni<Void> create(long generation) {
        long now = clock.instant().getEpochSecond();
        return ShardedCalls.inEach(shard -> redis.send(
                        Request.cmd(Command.SET).arg(marker(generation, shard)).arg(now)))
                .replaceWithVoid();
    }

    /** Completes with false if a shard is lost: a cluster can lose a part of its slots. */
    @Override
    public Uni<Boolean> exists(long generation) {
        return ShardedCalls.inEach(
                        shard -> redis.send(Request.cmd(Command.EXISTS).arg(marker(generation, shard))))
                .map(replies -> replies.values().stream().allMatch(Response::toBoolean));
    }

    /**
     * Completes once the active generation counts as lost, so that {@link CountingSales#catchUp} rebuilds it. Only after a
     * {@link LateSaleException}.
     */
    Uni<Void> discard() {
        return projections.activeGeneration(this).chain(generation -> discard(generation));
    }

    /** Completes once the generation counts as lost: it gets no more sales, and no rollback activates it. */
    private Uni<Void> discard(long generation) {
        return ShardedCalls.inEach(shard -> redis.send(Request.cmd(Command.DEL).arg(marker(generation, shard))))
                .replaceWithVoid();
    }

    /**
     * Completes with true if the sale was counted, false if it was counted before; fails if Redis is unavailable, and with
     * {@link LateSaleException} if the generation is active and the sale is too old.
     */
    @Override
    public Uni<Boolean> project(long generation, Event event) {
        return projectAll(generation, List.of(event)).map(counted -> !counted.isEmpty());
    }

    /**
     * Counts each sale completely or not at all in each shard, with one script call per shard. Completes with the counted
     * events; fails as {@link #project} does, after all shards have counted.
     */
    @Override
    public Uni<List<Event>> projectAll(long generation, List<Event> events) {
        Map<Integer, List<SalePart>> byShard = new HashMap<>();
        for (Event event : events) {
            if (event.type().equals(OrderData.CONFIRMED)) {
                SalePart.of(event).forEach((shard, part) -> byShard.computeIfAbsent(shard, s -> new ArrayList<>())
                        .add(part));
            }
        }
        return Multi.createFrom()
                .iterable(byShard.entrySet())
                .onItem()
                .transformToUni(shard -> count(generation, shard.getKey(), shard.getValue())
                        .map(outcomes -> new Counted(shard.getValue(), outcomes)))
                .collectFailures()
                .merge(SalesKeys.SHARDS)
                .collect()
                .asList()
                .call(shards -> shards.stream()
                        .flatMap(shard -> shard.with(LATE))
                        .findFirst()
                        .map(late -> onLate(late, generation))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .map(shards -> shards.stream()
                        .flatMap(shard -> shard.with(COUNTED))
                        .distinct()
                        .toList());
    }

    /** Fails for the active generation. Another one may lack the sale, but must not cost the active one, which has it. */
    private Uni<Void> onLate(Event late, long generation) {
        return projections.activeGeneration(this).chain(active -> {
            if (active == generation) {
                return Uni.createFrom().failure(new LateSaleException(late.id()));
            }
            LOG.warnf("Generation %d of the sales counters is discarded: it may lack event %s", generation, late.id());
            return discard(generation);
        });
    }

    private Uni<Response> count(long generation, int shard, List<SalePart> parts) {
        List<String> keys = new ArrayList<>(
                List.of(marker(generation, shard), SalesKeys.bestsellers(generation, shard), names(generation, shard)));
        List<Object> arguments = new ArrayList<>(List.of(
                clock.instant().getEpochSecond(),
                settings.remembered().toSeconds(),
                LONGEST_REBUILD.toSeconds(),
                CLOCK_TOLERANCE.toSeconds(),
                settings.kept().toSeconds(),
                parts.size()));
        for (SalePart part : parts) {
            keys.add(counted(generation, shard, part.hour()));
            keys.add(hour(generation, shard, part.hour()));
            arguments.addAll(List.of(
                    part.event().id(),
                    (part.hour() + 1) * SECONDS_PER_HOUR,
                    part.minute(),
                    part.first() ? 1 : 0,
                    part.pieces(),
                    part.currency(),
                    part.amount(),
                    part.lines().size()));
            part.lines().forEach(line -> arguments.addAll(List.of(line.sku(), line.name(), line.quantity())));
        }
        return COUNT.run(redis, keys, arguments);
    }

    /** An entry is either a product or an hour of a shard. The hours are few; they are part of a shard's last page. */
    @Override
    public Uni<EntryPage> entries(long generation, String cursor) {
        String[] position = (cursor == null ? "0/0" : cursor).split("/", 2);
        int shard = Integer.parseInt(position[0]);
        return redis.send(Request.cmd(Command.ZSCAN)
                        .arg(SalesKeys.bestsellers(generation, shard))
                        .arg(position[1])
                        .arg("COUNT")
                        .arg(PAGE))
                .chain(page -> {
                    List<String> keys = new ArrayList<>();
                    for (int i = 0; i < page.get(1).size(); i += 2) {
                        keys.add(SKU + page.get(1).get(i));
                    }
                    String next = page.get(0).toString();
                    boolean isLast = next.equals("0");
                    if (isLast) {
                        long now = thisHour();
                        LongStream.rangeClosed(now - settings.kept().toHours() - 1, now)
                                .forEach(hour -> keys.add(AT_HOUR + hour + "/" + shard));
                    }
                    return digests(generation, keys)
                            .map(found -> new EntryPage(found, isLast ? shardAfter(shard) : shard + "/" + next));
                });
    }

    private static String shardAfter(int shard) {
        return shard + 1 < SalesKeys.SHARDS ? (shard + 1) + "/0" : null;
    }

    @Override
    public Uni<Map<String, String>> digests(long generation, Collection<String> keys) {
        Map<Integer, List<String>> skus = keys.stream()
                .filter(key -> key.startsWith(SKU))
                .map(key -> key.substring(SKU.length()))
                .collect(Collectors.groupingBy(SalesKeys::shardOf));
        Map<String, String> found = new HashMap<>();
        return Multi.createFrom()
                .iterable(skus.entrySet())
                .onItem()
                .transformToUniAndConcatenate(shard -> products(generation, shard.getKey(), shard.getValue()))
                .onItem()
                .invoke(found::putAll)
                .collect()
                .last()
                .chain(() -> hours(generation, keys, found));
    }

    private Uni<Map<String, String>> hours(long generation, Collection<String> keys, Map<String, String> found) {
        return Multi.createFrom()
                .iterable(keys)
                .filter(key -> key.startsWith(AT_HOUR))
                .onItem()
                .transformToUniAndConcatenate(key -> {
                    String[] hour = key.substring(AT_HOUR.length()).split("/", 2);
                    return redis.send(Request.cmd(Command.HGETALL)
                                    .arg(hour(generation, Integer.parseInt(hour[1]), Long.parseLong(hour[0]))))
                            .invoke(fields -> {
                                if (fields.size() > 0) {
                                    found.put(key, new TreeMap<>(SalesHour.fields(fields)).toString());
                                }
                            });
                })
                .collect()
                .last()
                .replaceWith(found);
    }

    /** Deletes the keys of the retention period; older keys have expired. */
    @Override
    public Uni<String> drop(long generation, String cursor) {
        long last = thisHour();
        Duration longest =
                settings.remembered().compareTo(settings.kept()) > 0 ? settings.remembered() : settings.kept();
        return ShardedCalls.inEach(shard -> {
                    List<String> keys = new ArrayList<>(List.of(
                            marker(generation, shard),
                            SalesKeys.bestsellers(generation, shard),
                            names(generation, shard)));
                    for (long hour = last - longest.toHours() - 2; hour <= last; hour++) {
                        keys.add(hour(generation, shard, hour));
                        keys.add(counted(generation, shard, hour));
                    }
                    return redis.send(GuardedRedis.request(Command.UNLINK, keys));
                })
                .replaceWith((String) null);
    }

    private Uni<Map<String, String>> products(long generation, int shard, List<String> skus) {
        Request scores = Request.cmd(Command.ZMSCORE).arg(SalesKeys.bestsellers(generation, shard));
        skus.forEach(scores::arg);
        Request stored = Request.cmd(Command.HMGET).arg(names(generation, shard));
        skus.forEach(stored::arg);
        return redis.send(scores).chain(sold -> redis.send(stored).map(names -> {
            Map<String, String> found = new HashMap<>();
            for (int i = 0; i < skus.size(); i++) {
                if (sold.get(i) != null) {
                    found.put(SKU + skus.get(i), ShardedCalls.number(sold.get(i)) + " sold, named by " + names.get(i));
                }
            }
            return found;
        }));
    }

    private long thisHour() {
        return Math.floorDiv(clock.instant().getEpochSecond(), SECONDS_PER_HOUR);
    }

    /** The outcome of each part that was sent to a shard. */
    private record Counted(List<SalePart> parts, Response outcomes) {

        Stream<Event> with(int outcome) {
            return IntStream.range(0, parts.size())
                    .filter(part -> outcomes.get(part).toInteger() == outcome)
                    .mapToObj(part -> parts.get(part).event());
        }
    }
}
