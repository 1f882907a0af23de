package stage5.load.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sample of ten orders in five seconds. */
class KeyProjectionTests {

    private static final int PRODUCTS = 10_000;

    @Test
    void shouldGrowWithTheShareOfTheProduct_whenTheKeyIsItsPrice() {
        KeyProjection.HottestKey price = only(
                new KeyUsage("orders", null, "price/A", 0, 16, 8), new KeyUsage("orders", null, "price/B", 0, 24, 12));

        assertThat(price.writesPerOrder()).isEqualTo(4);
        assertThat(price.writeUnits()).isEqualTo(4 * 5_000 / 9.7876, within(1.0));
        assertThat(price.isOverLimit()).isTrue();
    }

    @Test
    void shouldDivideTheWritesByTheBuckets_whenTheKeyIsAHotStock() {
        KeyUsage[] stocks = {
            new KeyUsage("catalog", null, "stock/A", 10, 16, 8), new KeyUsage("catalog", null, "stock/A/b1", 10, 24, 12)
        };

        assertThat(only(stocks).writeUnits()).isEqualTo(4 * 5_000 / 9.7876 / 32, within(0.1));
        assertThat(only(stocks).readUnits()).isEqualTo(2 * 5_000 / 9.7876, within(1.0));
        assertThat(only(Map.of(KeyClasses.STOCK_BUCKETS, 6), stocks).writeUnits())
                .isEqualTo(4 * 5_000 / 9.7876 / 6, within(0.1));
        assertThat(only(Map.of(KeyClasses.STOCK_BUCKETS, 1), stocks).isOverLimit())
                .isTrue();
    }

    @Test
    void shouldNotDivide_whenTheStockIsNotHot() {
        assertThat(new KeyProjection(List.of(new KeyUsage("catalog", null, "stock/A", 0, 40, 20)), 10, 5)
                        .at(new Growth.Demand(200, PRODUCTS, Map.of()))
                        .getFirst()
                        .writeUnits())
                .isEqualTo(4 * 200 / 9.7876, within(0.1));
    }

    @Test
    void shouldDivideByTheShards_whenTheKeyIsAShard() {
        KeyUsage[] shards = {
            new KeyUsage("orders", null, "OUTBOX#0", 0, 40, 20), new KeyUsage("orders", null, "OUTBOX#1", 0, 20, 10)
        };

        assertThat(only(shards).writeUnits()).isEqualTo(6 * 5_000 / 4.0);
        assertThat(only(Map.of(KeyClasses.OUTBOX_SHARDS, 64), shards).writeUnits())
                .isEqualTo(6 * 5_000 / 64.0);
    }

    @Test
    void shouldNotGrow_whenAScheduleReadsTheKey() {
        KeyUsage[] shards = {
            new KeyUsage("orders", null, "DUE#0", 5, 40, 20), new KeyUsage("orders", null, "DUE#1", 4, 20, 10)
        };

        assertThat(only(shards).readUnits()).isEqualTo(1);
        assertThat(only(Map.of(KeyClasses.SAGA_SHARDS, 64), shards).readUnits()).isEqualTo(1);
        assertThat(only(new KeyUsage("order-view", null, "sales-backlog/7", 5, 0, 10))
                        .readUnits())
                .isEqualTo(1);
    }

    @Test
    void shouldStayBelowTheLimit_whenRedisCountsNoSale() {
        KeyProjection.HottestKey backlog = only(new KeyUsage("order-view", null, "sales-backlog/7", 5, 10, 10));

        assertThat(backlog.writeUnits()).isEqualTo(5_000 / 16.0);
        assertThat(backlog.isOverLimit()).isFalse();
    }

    @Test
    void shouldNotGrow_whenTheKeyBelongsToOneOrder() {
        KeyProjection.HottestKey order = only(
                new KeyUsage("orders", null, "order/1", 4, 8, 5), new KeyUsage("orders", null, "order/2", 2, 6, 5));

        assertThat(order.writeUnits()).isEqualTo(8);
        assertThat(order.readUnits()).isEqualTo(4);
    }

    @Test
    void shouldNotGrow_whenTheKeyBelongsToASchedule() {
        assertThat(only(new KeyUsage("orders", null, "LEASE#outbox", 5, 10, 5)).writeUnits())
                .isEqualTo(2);
        assertThat(only(new KeyUsage("orders", null, null, 50, 0, 5)).readUnits())
                .isEqualTo(10);
    }

    @Test
    void shouldGrowWithTheProductsAtMost_whenTheKeyIsTheListingByPopularity() {
        KeyUsage listing = new KeyUsage("catalog", "all-by-sold", "all", 0, 20, 20);

        assertThat(only(listing).writeUnits()).isEqualTo(2 * PRODUCTS / 60.0);
        assertThat(new KeyProjection(List.of(listing), 10, 5)
                        .at(new Growth.Demand(50, PRODUCTS, Map.of()))
                        .getFirst()
                        .writeUnits())
                .isEqualTo(2 * 50);
    }

    @Test
    void shouldAssumeTheWorst_whenNoClassMatches() {
        KeyProjection.HottestKey unknown = only(new KeyUsage("orders", "by-day", "2026-01-02", 0, 10, 10));

        assertThat(unknown.keyClass()).isEqualTo("unknown");
        assertThat(unknown.writeUnits()).isEqualTo(5_000);
    }

    @Test
    void shouldJudgeReadsByTheirOwnLimit_whenThereAreNoWrites() {
        assertThat(only(new KeyUsage("orders", "by-day", "x", 5.9, 0, 10)).isOverLimit())
                .isFalse();
        assertThat(only(new KeyUsage("orders", "by-day", "x", 6.1, 0, 10)).isOverLimit())
                .isTrue();
    }

    private static KeyProjection.HottestKey only(KeyUsage... keys) {
        return only(Map.of(), keys);
    }

    private static KeyProjection.HottestKey only(Map<String, Integer> shards, KeyUsage... keys) {
        List<KeyProjection.HottestKey> hottest =
                new KeyProjection(List.of(keys), 10, 5).at(new Growth.Demand(5_000, PRODUCTS, shards));
        assertThat(hottest).hasSize(1);
        return hottest.getFirst();
    }
}
