package stage5.catalog.popularity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the order by popularity. */
@ConfigMapping(prefix = "stage5.catalog.popularity")
public interface PopularityConfig {

    /**
     * The shortest time between two changes of a product's rank. Zero changes it with each sale. The cost of an
     * interval: with n products at most n / interval changes a second, each of two entries of one index partition.
     */
    @WithDefault("1M")
    Duration interval();

    /** Growth of the units sold since the last change, in percent, from which the rank changes. */
    @WithDefault("5")
    int growth();
}
