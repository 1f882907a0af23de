package stage5.catalog.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stage5.catalog.store.SoldRanks.SoldRank;

/** Counts the index writes of a demand in which the product of rank r is ordered 1/r as often as the first (Zipf 1). */
class PopularityLoadTests {

    private static final int PRODUCTS = 10_000;
    private static final int ORDERS_PER_SECOND = 5_000;
    private static final int SECONDS = 180;

    /** A new rank deletes one entry of an index and puts another one. */
    private static final int UNITS_PER_CHANGE = 2;

    /**
     * DynamoDB's limit for a <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">partition</a>.
     *
     */
    private static final int WRITE_UNITS_PER_SECOND = 1_000;

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final Random random = new Random(17);
    private final double[] cumulative = cumulative();

    @Test
    void shouldStayBelowTheLimitOfAPartition_whenAllProductsAreInOneListing() {
        PopularityConfig config = config(Duration.ofMinutes(1), 5);
        RankSchedule schedule = new RankSchedule(config.interval());
        long[] sold = new long[PRODUCTS];
        Map<String, SoldRank> ranks = new HashMap<>();
        int most = 0;
        int all = 0;

        for (int second = 0; second < SECONDS; second++) {
            Instant now = START.plusSeconds(second);
            for (int order = 0; order < ORDERS_PER_SECOND; order++) {
                int product = draw();
                sold[product]++;
                schedule.sold(List.of(sku(product)), now);
            }
            int changes = 0;
            for (String sku : schedule.takeDue(now, PRODUCTS)) {
                SoldRank before = ranks.getOrDefault(sku, new SoldRank(sku, 0, 0, Instant.EPOCH));
                long units = sold[Integer.parseInt(sku.substring(4))];
                if (Popularity.changes(new SoldRank(sku, units, before.ranked(), before.rankedAt()), now, config)) {
                    ranks.put(sku, new SoldRank(sku, units, units, now));
                    changes++;
                }
            }
            most = Math.max(most, changes);
            all += changes;
        }

        assertThat(most * UNITS_PER_CHANGE).as("units in the busiest second").isLessThan(WRITE_UNITS_PER_SECOND / 2);
        assertThat(all).as("changes of ranks").isGreaterThan(PRODUCTS);
        assertThat(ranks).hasSizeGreaterThan(PRODUCTS * 9 / 10);
    }

    static PopularityConfig config(Duration interval, int growth) {
        return new PopularityConfig() {
            @Override
            public Duration interval() {
                return interval;
            }

            @Override
            public int growth() {
                return growth;
            }
        };
    }

    private int draw() {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[PRODUCTS - 1]);
        return found < 0 ? -found - 1 : found;
    }

    private static double[] cumulative() {
        double[] sums = new double[PRODUCTS];
        double sum = 0;
        for (int i = 0; i < PRODUCTS; i++) {
            sum += 1.0 / (i + 1);
            sums[i] = sum;
        }
        return sums;
    }

    private static String sku(int product) {
        return "SKU-%05d".formatted(product);
    }
}
