package stage5.order.sales;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.util.Map;
import java.util.function.IntFunction;

/** Calls Redis once for each shard of the counters. */
final class ShardedCalls {

    private ShardedCalls() {}

    /** Completes with the replies by shard, once all have arrived; fails if one fails. */
    static Uni<Map<Integer, Response>> inEach(IntFunction<Uni<Response>> call) {
        return Multi.createFrom()
                .iterable(SalesKeys.shards().boxed().toList())
                .onItem()
                .transformToUni(shard -> call.apply(shard).map(reply -> Map.entry(shard, reply)))
                .merge(SalesKeys.SHARDS)
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Returns a score of a sorted set. A script returns it as text, other commands as a number. */
    static long number(Response score) {
        return (long) Double.parseDouble(score.toString());
    }
}
