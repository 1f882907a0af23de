package stage5.order.sales;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.projection.EntryPage;
import stage5.kit.events.projection.Projections;
import stage5.kit.events.projection.ReadModel;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;
import stage5.kit.web.money.Money;
import stage5.order.domain.OrderLine;
import stage5.order.store.OrderData;

/**
 * The read model {@code sales}: counters in Redis. Each generation has:
 *
 * <ul>
 *   <li>a sorted set of products by pieces sold, and a hash of their names;
 *   <li>a hash per hour with the sales of its minutes;
 *   <li>a set per hour with the ids of the counted events, which makes counting idempotent;
 *   <li>a marker key: if it is missing, Redis has lost the generation.
 * </ul>
 *
 * <p>All keys share the hash tag {@code {sales}}, so that one script may use them on a cluster (<a
 * href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags">hash tags</a>).
 */
@ApplicationScoped
class SalesCounters implements ReadModel {

    private static final long MINUTES_PER_HOUR = 60;
    private static final long SECONDS_PER_HOUR = 3600;

    /**
     * How long a counted id is kept at least, so that a rebuild which reads an old event twice counts it once. Longer than a
     * rebuild may last: one that stops for 12 hours starts from the beginning.
     */
    private static final Duration LONGEST_REBUILD = Duration.ofDays(1);

    private static final int PAGE = 500;
    private static final String SKU = "sku/";
    private static final String AT_HOUR = "hour/";

    /** A stored name begins with the id of its event. Event ids sort by time, so the newest name wins. */
    private static final int ID_LENGTH = 36;

    /**
     * Counts a sale unless it is counted already. Redis runs a script atomically, so a sale is counted completely or not at
     * all. A lost generation counts nothing: the generation that replaces it reads all sales from the event store. Hours
     * older than the retention expire immediately.
     *
     * <p>Keys: the marker, the counted ids of the hour, bestsellers, names, the hour. Arguments: the event id, the expiry of
     * the counted ids and of the hour (epoch seconds), the minute of the hour, currency, amount, pieces; then sku, name and
     * quantity of each line.
     */
    private static final RedisScript COUNT = RedisScript.of("""
            if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('SADD', KEYS[2], ARGV[1]) == 0 then
              return 0
            end
            redis.call('EXPIREAT', KEYS[2], ARGV[2])
            redis.call('HINCRBY', KEYS[5], ARGV[4] .. ':orders', 1)
            redis.call('HINCRBY', KEYS[5], ARGV[4] .. ':pieces', ARGV[7])
            redis.call('HINCRBY', KEYS[5], ARGV[4] .. ':revenue:' .. ARGV[5], ARGV[6])
            redis.call('EXPIREAT', KEYS[5], ARGV[3])
            for i = 8, #ARGV, 3 do
              redis.call('ZINCRBY', KEYS[3], ARGV[i + 2], ARGV[i])
              local name = redis.call('HGET', KEYS[4], ARGV[i])
              if not name or string.sub(name, 1, #ARGV[1]) < ARGV[1] then
                redis.call('HSET', KEYS[4], ARGV[i], ARGV[1] .. ARGV[i + 1])
              end
            end
            return 1
            """);

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
        return redis.send(Request.cmd(Command.SET).arg(marker(generation)).arg("here"))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> exists(long generation) {
        return redis.send(Request.cmd(Command.EXISTS).arg(marker(generation))).map(Response::toBoolean);
    }

    /** Completes with true if the sale was counted, false if it was counted before; fails if Redis is unavailable. */
    @Override
    public Uni<Boolean> project(long generation, Event event) {
        if (!event.type().equals(OrderData.CONFIRMED)) {
            return Uni.createFrom().item(false);
        }
        OrderData order = EventCodec.data(event, OrderData.class);
        long minute = epochMinute(event.time());
        long hour = minute / MINUTES_PER_HOUR;
        long hourEnd = (hour + 1) * SECONDS_PER_HOUR;
        List<Object> arguments = new ArrayList<>(List.of(
                event.id(),
                Math.max(
                        hourEnd + settings.remembered().toSeconds(),
                        clock.instant().plus(LONGEST_REBUILD).getEpochSecond()),
                hourEnd + settings.kept().toSeconds(),
                minute % MINUTES_PER_HOUR,
                order.total().currency(),
                order.total().amount(),
                order.lines().stream().mapToLong(OrderLine::quantity).sum()));
        order.lines().forEach(line -> arguments.addAll(List.of(line.sku(), line.name(), line.quantity())));
        return COUNT.run(
                        redis,
                        List.of(
                                marker(generation),
                                counted(generation, hour),
                                bestsellers(generation),
                                names(generation),
                                hour(generation, hour)),
                        arguments)
                .map(Response::toBoolean);
    }

    /** An entry is either a product or an hour. The hours are few; they are part of the last page. */
    @Override
    public Uni<EntryPage> entries(long generation, String cursor) {
        return redis.send(Request.cmd(Command.ZSCAN)
                        .arg(bestsellers(generation))
                        .arg(cursor == null ? "0" : cursor)
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
                                .forEach(hour -> keys.add(AT_HOUR + hour));
                    }
                    return digests(generation, keys).map(found -> new EntryPage(found, isLast ? null : next));
                });
    }

    @Override
    public Uni<Map<String, String>> digests(long generation, Collection<String> keys) {
        List<String> skus = keys.stream()
                .filter(key -> key.startsWith(SKU))
                .map(key -> key.substring(SKU.length()))
                .toList();
        return products(generation, skus).chain(found -> Multi.createFrom()
                .iterable(keys)
                .filter(key -> key.startsWith(AT_HOUR))
                .onItem()
                .transformToUniAndConcatenate(key -> redis.send(Request.cmd(Command.HGETALL)
                                .arg(hour(generation, Long.parseLong(key.substring(AT_HOUR.length())))))
                        .invoke(fields -> {
                            if (fields.size() > 0) {
                                found.put(key, new TreeMap<>(Hour.fields(fields)).toString());
                            }
                        }))
                .collect()
                .last()
                .replaceWith(found));
    }

    /** Deletes the keys of the retention period; older keys have expired. */
    @Override
    public Uni<String> drop(long generation, String cursor) {
        List<String> keys = new ArrayList<>(List.of(marker(generation), bestsellers(generation), names(generation)));
        long last = thisHour();
        for (long hour = last - settings.remembered().toHours() - 1; hour <= last; hour++) {
            keys.add(hour(generation, hour));
            keys.add(counted(generation, hour));
        }
        return redis.send(GuardedRedis.request(Command.UNLINK, keys)).map(gone -> null);
    }

    private Uni<Map<String, String>> products(long generation, List<String> skus) {
        if (skus.isEmpty()) {
            return Uni.createFrom().item(new HashMap<>());
        }
        Request scores = Request.cmd(Command.ZMSCORE).arg(bestsellers(generation));
        skus.forEach(scores::arg);
        return redis.send(scores).chain(sold -> names(generation, skus).map(names -> {
            Map<String, String> found = new HashMap<>();
            for (int i = 0; i < skus.size(); i++) {
                if (sold.get(i) != null) {
                    found.put(SKU + skus.get(i), pieces(sold.get(i)) + " sold, named by " + names.get(i));
                }
            }
            return found;
        }));
    }

    /** Completes with the products with the most sales first; fails if Redis is unavailable or has lost the counters. */
    Uni<List<Bestseller>> bestsellers(int limit) {
        return projections.activeGeneration(this).chain(generation -> redis.send(Request.cmd(Command.ZREVRANGE)
                        .arg(bestsellers(generation))
                        .arg(0)
                        .arg(limit - 1)
                        .arg("WITHSCORES"))
                .chain(ranked -> ranked.size() == 0
                        ? unlessLost(List.of(), generation)
                        : names(generation, skus(ranked)).map(names -> named(ranked, names))));
    }

    /**
     * Completes with the sales of each minute from the first to the last, both included; fails if Redis is unavailable or
     * has lost the counters.
     */
    Uni<List<SalesPerMinute>> minutes(Instant first, Instant last) {
        return projections.activeGeneration(this).chain(generation -> minutes(generation, first, last));
    }

    private Uni<List<SalesPerMinute>> minutes(long generation, Instant first, Instant last) {
        List<Long> hours = LongStream.rangeClosed(
                        epochMinute(first) / MINUTES_PER_HOUR, epochMinute(last) / MINUTES_PER_HOUR)
                .boxed()
                .toList();
        return Multi.createFrom()
                .iterable(hours)
                .onItem()
                .transformToUniAndConcatenate(
                        hour -> redis.send(Request.cmd(Command.HGETALL).arg(hour(generation, hour)))
                                .map(fields -> new Hour(hour, fields)))
                .collect()
                .asMap(Hour::hour)
                .chain(found ->
                        found.values().stream().allMatch(hour -> hour.fields().isEmpty())
                                ? unlessLost(found, generation)
                                : Uni.createFrom().item(found))
                .map(found -> LongStream.rangeClosed(epochMinute(first), epochMinute(last))
                        .mapToObj(minute -> found.get(minute / MINUTES_PER_HOUR).minute(minute % MINUTES_PER_HOUR))
                        .toList());
    }

    /** Completes with the empty result if nothing was sold; fails if the marker is missing, so that the data was lost. */
    private <T> Uni<T> unlessLost(T empty, long generation) {
        return exists(generation).map(exists -> {
            if (!exists) {
                throw new IllegalStateException("Redis has lost the sales counters: a rebuild is needed");
            }
            return empty;
        });
    }

    private Uni<Response> names(long generation, List<String> skus) {
        Request names = Request.cmd(Command.HMGET).arg(names(generation));
        skus.forEach(names::arg);
        return redis.send(names);
    }

    private static List<String> skus(Response ranked) {
        List<String> skus = new ArrayList<>();
        ranked.forEach(pair -> skus.add(pair.get(0).toString()));
        return skus;
    }

    private static List<Bestseller> named(Response ranked, Response names) {
        List<Bestseller> bestsellers = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            Response pair = ranked.get(i);
            bestsellers.add(new Bestseller(
                    pair.get(0).toString(), names.get(i).toString().substring(ID_LENGTH), pieces(pair.get(1))));
        }
        return bestsellers;
    }

    private static long pieces(Response score) {
        return (long) score.toDouble().doubleValue();
    }

    private long thisHour() {
        return epochMinute(clock.instant()) / MINUTES_PER_HOUR;
    }

    private static String marker(long generation) {
        return keyOf(generation, "here");
    }

    private static String bestsellers(long generation) {
        return keyOf(generation, "bestsellers");
    }

    private static String names(long generation) {
        return keyOf(generation, "names");
    }

    private static String hour(long generation, long hour) {
        return keyOf(generation, "hour:" + hour);
    }

    private static String counted(long generation, long hour) {
        return keyOf(generation, "counted:" + hour);
    }

    private static String keyOf(long generation, String what) {
        return "{sales}:" + generation + ":" + what;
    }

    private static long epochMinute(Instant time) {
        return time.getEpochSecond() / ChronoUnit.MINUTES.getDuration().toSeconds();
    }

    /** The sales of one hour, by the field names that the script writes. */
    private record Hour(long hour, Map<String, Long> fields) {

        private static final String REVENUE = ":revenue:";

        Hour(long hour, Response reply) {
            this(hour, fields(reply));
        }

        SalesPerMinute minute(long minute) {
            List<Money> revenue = fields.entrySet().stream()
                    .filter(field -> field.getKey().startsWith(minute + REVENUE))
                    .map(field -> new Money(field.getValue(), field.getKey().substring((minute + REVENUE).length())))
                    .sorted((a, b) -> a.currency().compareTo(b.currency()))
                    .toList();
            return new SalesPerMinute(
                    Instant.EPOCH.plus(hour * MINUTES_PER_HOUR + minute, ChronoUnit.MINUTES),
                    fields.getOrDefault(minute + ":orders", 0L),
                    fields.getOrDefault(minute + ":pieces", 0L),
                    revenue);
        }

        private static Map<String, Long> fields(Response reply) {
            Map<String, Long> fields = new HashMap<>();
            reply.getKeys().forEach(key -> fields.put(key, reply.get(key).toLong()));
            return fields;
        }
    }
}
