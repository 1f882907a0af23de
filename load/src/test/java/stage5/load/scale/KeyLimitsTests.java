package stage5.load.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.topology.StoredItem;
import stage5.topology.Table;
import stage5.topology.Topology;

/**
 * No key of ours may take more than a partition does at 5,000 orders a second. The units of ten orders in {@code keys.json}
 * follow from the design of the tables and are not recorded. A recorded file has the same format: {@code ./stage5 scale}
 * writes it to {@code load/target/scale}.
 */
class KeyLimitsTests {

    private static final long ORDERS = 10;
    private static final double SECONDS = 2;
    private static final double RATE = 5_000;
    private static final int PRODUCTS = 10_000;

    @Test
    void shouldStayBelowTheLimit_whenFiveThousandOrdersArriveInASecond() throws IOException {
        assertThat(overLimit(sample(), KeyClasses.SHARDS_AT_5000)).isEmpty();
    }

    /** The most popular of 10,000 products has a tenth of all orders. Each reserves and sells: four write units. */
    @Test
    void shouldBeOverTheLimit_whenAStockIsNotSplit() throws IOException {
        Map<String, Integer> shards = new HashMap<>(KeyClasses.SHARDS_AT_5000);
        shards.put(KeyClasses.STOCK_BUCKETS, 1);

        assertThat(overLimit(sample(), shards)).containsExactly("stock of a product");
    }

    @Test
    void shouldBeOverTheLimit_whenTheShardsHaveTheirDefault() throws IOException {
        assertThat(overLimit(sample(), Map.of())).contains("outbox", "due sagas");
    }

    @Test
    void shouldBeOverTheLimit_whenASaleRewritesAListing() throws IOException {
        List<KeyUsage> rewritten = Stream.concat(
                        sample().stream(),
                        Stream.of(new KeyUsage("catalog", "all-by-price", "all", 0, 2 * ORDERS, 2 * ORDERS)))
                .toList();

        assertThat(overLimit(rewritten, KeyClasses.SHARDS_AT_5000)).contains("listing of all products");
    }

    @Test
    void shouldHaveAClass_whenTheTopologyHasAnIndex() {
        Topology.load().tables().forEach(table -> assertThat(table.indexes())
                .extracting(Table.Index::name)
                .allSatisfy(index -> assertThat(KeyClasses.of(new KeyUsage(table.name(), index, "1", 0, 0, 0)))
                        .isNotEqualTo(KeyClasses.UNKNOWN)));
    }

    @ParameterizedTest
    @EnumSource(StoredItem.class)
    void shouldHaveAClass_whenAServiceStoresAnItem(StoredItem item) {
        String table = item.table() == null ? "orders" : item.table();

        assertThat(KeyClasses.of(new KeyUsage(table, null, item.partition("1"), 0, 0, 0)))
                .isNotEqualTo(KeyClasses.UNKNOWN);
    }

    @Test
    void shouldHaveAClass_whenTheKeyIsInTheSample() throws IOException {
        assertThat(sample()).hasSizeGreaterThan(10).allSatisfy(key -> assertThat(KeyClasses.of(key))
                .isNotEqualTo(KeyClasses.UNKNOWN));
    }

    private static List<String> overLimit(List<KeyUsage> keys, Map<String, Integer> shards) {
        return new KeyProjection(keys, ORDERS, SECONDS)
                .at(new Growth.Demand(RATE, PRODUCTS, shards)).stream()
                        .filter(KeyProjection.HottestKey::isOverLimit)
                        .map(KeyProjection.HottestKey::keyClass)
                        .toList();
    }

    private static List<KeyUsage> sample() throws IOException {
        try (InputStream file = KeyLimitsTests.class.getResourceAsStream("keys.json")) {
            JsonNode report = new ObjectMapper().readTree(file);
            return KeyUsage.parse(report);
        }
    }
}
