package stage5.order.sales;

import io.vertx.mutiny.redis.client.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.kit.web.money.Money;

/**
 * The sales of one hour, by the field names that {@code count-sales.lua} writes.
 *
 * @param hour counted from the epoch
 */
record SalesHour(long hour, Map<String, Long> fields) {

    static final long MINUTES = 60;

    private static final String REVENUE = ":revenue:";
    private static final long SECONDS_PER_MINUTE = 60;

    /** Returns the minute of a time, counted from the epoch. */
    static long minuteOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SECONDS_PER_MINUTE);
    }

    static SalesHour sum(long hour, Collection<Response> shards) {
        Map<String, Long> sums = new HashMap<>();
        shards.forEach(shard -> fields(shard).forEach((field, value) -> sums.merge(field, value, Long::sum)));
        return new SalesHour(hour, sums);
    }

    SalesPerMinute minute(long minute) {
        List<Money> revenue = fields.entrySet().stream()
                .filter(field -> field.getKey().startsWith(minute + REVENUE))
                .map(field -> new Money(field.getValue(), field.getKey().substring((minute + REVENUE).length())))
                .sorted((a, b) -> a.currency().compareTo(b.currency()))
                .toList();
        return new SalesPerMinute(
                Instant.EPOCH.plus(hour * MINUTES + minute, ChronoUnit.MINUTES),
                fields.getOrDefault(minute + ":orders", 0L),
                fields.getOrDefault(minute + ":pieces", 0L),
                revenue);
    }

    static Map<String, Long> fields(Response reply) {
        Map<String, Long> fields = new HashMap<>();
        reply.getKeys().forEach(key -> fields.put(key, reply.get(key).toLong()));
        return fields;
    }
}
