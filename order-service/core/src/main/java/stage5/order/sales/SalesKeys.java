package stage5.order.sales;

import java.util.stream.IntStream;

/**
 * The Redis keys of the sales counters. A product belongs to one shard. All keys of a shard have the same hash tag, so that one
 * script may use them on a cluster (<a
 * href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags">hash tags</a>). The shards are in
 * different slots, so memory and work are spread over the nodes of a cluster.
 */
final class SalesKeys {

    /** With another number the keys have other content: then rename the tag, so that the counters are rebuilt. */
    static final int SHARDS = 8;

    private SalesKeys() {}

    static IntStream shards() {
        return IntStream.range(0, SHARDS);
    }

    static int shardOf(String sku) {
        return Math.floorMod(sku.hashCode(), SHARDS);
    }

    /** Holds when the generation was created, in epoch seconds. If it is missing, Redis has lost the shard. */
    static String marker(long generation, int shard) {
        return key(generation, shard, "here");
    }

    /** A sorted set of products by pieces sold. */
    static String bestsellers(long generation, int shard) {
        return key(generation, shard, "bestsellers");
    }

    /** A hash of product names. */
    static String names(long generation, int shard) {
        return key(generation, shard, "names");
    }

    /** A hash with the sales of each minute of an hour. */
    static String hour(long generation, int shard, long hour) {
        return key(generation, shard, "hour:" + hour);
    }

    /** A set of the ids of the counted events of an hour. */
    static String counted(long generation, int shard, long hour) {
        return key(generation, shard, "counted:" + hour);
    }

    private static String key(long generation, int shard, String what) {
        return "{sales:" + shard + "}:" + generation + ":" + what;
    }
}
