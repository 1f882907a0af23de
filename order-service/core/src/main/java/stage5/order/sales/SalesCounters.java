package stage5.order.sales;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.money.Money;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.Script;
import stage5.order.domain.OrderLine;
import stage5.order.log.OrderData;

/**
 * The sales counters in Redis: a sorted set of products by pieces sold, their names, and a hash per hour with the sales
 * of its minutes. All keys share the hash tag {@code {sales}}, so that on a cluster one script may touch them (<a
 * href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags">hash tags</a>).
 */
@ApplicationScoped
class SalesCounters {

    static final String BESTSELLERS = "{sales}:bestsellers";
    static final String NAMES = "{sales}:names";

    private static final String COUNTED = "{sales}:counted:";
    private static final String HOUR = "{sales}:hour:";
    private static final long MINUTES_PER_HOUR = 60;

    /**
     * Counts an event unless it is counted: all of it or nothing, for nobody else runs while a script does. Keys: the
     * event's mark, bestsellers, names, the hour. Arguments: seconds to remember the mark, seconds to keep the hour, the
     * minute of the hour, currency, amount, pieces; then sku, name, quantity of each line.
     */
    private static final Script COUNT = Script.of("""
            if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[1]) then
              return 0
            end
            redis.call('HINCRBY', KEYS[4], ARGV[3] .. ':orders', 1)
            redis.call('HINCRBY', KEYS[4], ARGV[3] .. ':pieces', ARGV[6])
            redis.call('HINCRBY', KEYS[4], ARGV[3] .. ':revenue:' .. ARGV[4], ARGV[5])
            redis.call('EXPIRE', KEYS[4], ARGV[2])
            for i = 7, #ARGV, 3 do
              redis.call('ZINCRBY', KEYS[2], ARGV[i + 2], ARGV[i])
              redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
            end
            return 1
            """);

    private final GuardedRedis redis;
    private final SalesSettings settings;

    SalesCounters(GuardedRedis redis, SalesSettings settings) {
        this.redis = redis;
        this.settings = settings;
    }

    /** Returns when the confirmed order is counted, now or before; fails where Redis does not answer. */
    Uni<Void> count(Event confirmed) {
        OrderData order = EventCodec.data(confirmed, OrderData.class);
        long minute = epochMinute(confirmed.time());
        List<Object> arguments = new ArrayList<>(List.of(
                settings.remembered().toSeconds(),
                settings.kept().toSeconds(),
                minute % MINUTES_PER_HOUR,
                order.total().currency(),
                order.total().amount(),
                order.lines().stream().mapToLong(OrderLine::quantity).sum()));
        order.lines().forEach(line -> arguments.addAll(List.of(line.sku(), line.name(), line.quantity())));
        return COUNT.run(
                        redis,
                        List.of(COUNTED + confirmed.id(), BESTSELLERS, NAMES, HOUR + minute / MINUTES_PER_HOUR),
                        arguments)
                .replaceWithVoid();
    }

    /** Returns the products sold most, the first first; fails where Redis does not answer. */
    Uni<List<Bestseller>> bestsellers(int limit) {
        Request top = Request.cmd(Command.ZREVRANGE)
                .arg(BESTSELLERS)
                .arg(0)
                .arg(limit - 1)
                .arg("WITHSCORES");
        return redis.send(top)
                .chain(ranked -> ranked.size() == 0
                        ? Uni.createFrom().item(List.of())
                        : names(ranked).map(names -> named(ranked, names)));
    }

    /** Returns the sales of each minute from the first to the last, both included; fails where Redis does not answer. */
    Uni<List<SalesMinute>> minutes(Instant first, Instant last) {
        List<Long> hours = LongStream.rangeClosed(
                        epochMinute(first) / MINUTES_PER_HOUR, epochMinute(last) / MINUTES_PER_HOUR)
                .boxed()
                .toList();
        return Multi.createFrom()
                .iterable(hours)
                .onItem()
                .transformToUniAndConcatenate(
                        hour -> redis.send(Request.cmd(Command.HGETALL).arg(HOUR + hour))
                                .map(fields -> new Hour(hour, fields)))
                .collect()
                .asMap(Hour::hour)
                .map(found -> LongStream.rangeClosed(epochMinute(first), epochMinute(last))
                        .mapToObj(minute -> found.get(minute / MINUTES_PER_HOUR).minute(minute % MINUTES_PER_HOUR))
                        .toList());
    }

    private Uni<Response> names(Response ranked) {
        Request names = Request.cmd(Command.HMGET).arg(NAMES);
        ranked.forEach(pair -> names.arg(pair.get(0).toString()));
        return redis.send(names);
    }

    private static List<Bestseller> named(Response ranked, Response names) {
        List<Bestseller> bestsellers = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            Response pair = ranked.get(i);
            bestsellers.add(new Bestseller(pair.get(0).toString(), names.get(i).toString(), (long)
                    pair.get(1).toDouble().doubleValue()));
        }
        return bestsellers;
    }

    private static long epochMinute(Instant time) {
        return time.getEpochSecond() / ChronoUnit.MINUTES.getDuration().toSeconds();
    }

    /** The sales of an hour, by the names of the script's fields. */
    private record Hour(long hour, Map<String, Long> fields) {

        private static final String REVENUE = ":revenue:";

        Hour(long hour, Response reply) {
            this(hour, fields(reply));
        }

        SalesMinute minute(long minute) {
            List<Money> revenue = fields.entrySet().stream()
                    .filter(field -> field.getKey().startsWith(minute + REVENUE))
                    .map(field -> new Money(field.getValue(), field.getKey().substring((minute + REVENUE).length())))
                    .sorted((a, b) -> a.currency().compareTo(b.currency()))
                    .toList();
            return new SalesMinute(
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
