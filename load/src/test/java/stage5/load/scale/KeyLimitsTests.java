package stage5.load.scale;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.ValueSource;
import stage5.topology.StoredItem;
import stage5.topology.Table;
import stage5.topology.Topology;

/**
 * No key of ours may take more than a partition does at 5,000 orders a second. There are two samples: {@code ./stage5 scale
 * --rate 1 --duration PT20S} has written the recorded one to {@code load/target/scale}. The units of the designed one follow
 * from the design of the tables, so it has classes of keys that a calm shop does not use.
 */
class KeyLimitsTests {

    private static final String DESIGNED = "designed-keys.json";
    private static final String RECORDED = "recorded-keys.json";
    private static final double RATE = 5_000;
    private static final int PRODUCTS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {DESIGNED, RECORDED})
    void shouldStayBelowTheLimit_whenFiveThousandOrdersArriveInASecond(String sample) throws IOException {
        assertThat(overLimit(sample(sample), KeyClasses.SHARDS_AT_5000)).isEmpty();
    }

    /** The most popular of 10,000 products has a tenth of all orders. Each reserves and sells: four write units. */
    @ParameterizedTest
    @ValueSource(strings = {DESIGNED, RECORDED})
    void shouldBeOverTheLimit_whenAStockIsNotSplit(String sample) throws IOException {
        Map<String, Integer> shards = new HashMap<>(KeyClasses.SHARDS_AT_5000);
        shards.put(KeyClasses.STOCK_BUCKETS, 1);

        assertThat(overLimit(sample(sample), shards)).containsExactly("stock of a product");
    }

    @ParameterizedTest
    @ValueSource(strings = {DESIGNED, RECORDED})
    void shouldBeOverTheLimit_whenTheShardsHaveTheirDefault(String sample) throws IOException {
        assertThat(overLimit(sample(sample), Map.of())).contains("outbox", "due sagas");
    }

    @Test
    void shouldBeOverTheLimit_whenASaleRewritesAListing() throws IOException {
        KeyProjection sample = sample(DESIGNED);
        long writes = 2 * sample.orders();
        List<KeyUsage> rewritten = Stream.concat(
                        sample.keys().stream(),
                        Stream.of(new KeyUsage("catalog", "all-by-price", "all", 0, writes, writes)))
                .toList();

        assertThat(overLimit(
                        new KeyProjection(rewritten, sample.orders(), sample.seconds()), KeyClasses.SHARDS_AT_5000))
                .contains("listing of all products");
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

    @ParameterizedTest
    @ValueSource(strings = {DESIGNED, RECORDED})
    void shouldHaveAClass_whenTheKeyIsInTheSample(String sample) throws IOException {
        assertThat(sample(sample).keys()).hasSizeGreaterThan(10).allSatisfy(key -> assertThat(KeyClasses.of(key))
                .isNotEqualTo(KeyClasses.UNKNOWN));
    }

    private static List<String> overLimit(KeyProjection sample, Map<String, Integer> shards) {
        return sample.at(new Growth.Demand(RATE, PRODUCTS, shards)).stream()
                .filter(KeyProjection.HottestKey::isOverLimit)
                .map(KeyProjection.HottestKey::keyClass)
                .toList();
    }

    private static KeyProjection sample(String name) throws IOException {
        try (InputStream file = KeyLimitsTests.class.getResourceAsStream(name)) {
            return KeyProjection.of(new ObjectMapper().readTree(file));
        }
    }
}
