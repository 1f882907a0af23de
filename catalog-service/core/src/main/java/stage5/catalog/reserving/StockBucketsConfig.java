package stage5.catalog.reserving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the split of a hot product's stock into buckets. */
@ConfigMapping(prefix = "stage5.catalog.stock-buckets")
public interface StockBucketsConfig {

    /**
     * The most buckets of a product, from 1 to 50; 1 splits no stock. Each costs one read unit whenever the stock of the product is
     * read. It may be raised, and lowered: buckets that exist stay.
     */
    @WithDefault("32")
    int max();

    /**
     * The number of conflicts in {@link #interval}, in one process, from which a stock item is hot: so often another
     * transaction held it, or DynamoDB throttled its partition.
     */
    @WithDefault("10")
    int conflicts();

    /** The time in which conflicts are counted. */
    @WithDefault("10S")
    Duration interval();
}
