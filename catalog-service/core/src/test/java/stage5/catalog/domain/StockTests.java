package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StockTests {

    private static final String SKU = "MUG-1";

    @Test
    void shouldKeepItsInvariant_whenItIsCounted() {
        Stock counted = new Stock(SKU, 1, List.of(new StockBucket(5, 3, 2, 10, 7))).counted(1);

        assertThat(counted).isEqualTo(new Stock(SKU, 2, List.of(new StockBucket(1, 3, 2, 6, 8))));
    }

    @Test
    void shouldSpreadTheUnitsEvenly_whenItIsCountedInBuckets() {
        Stock counted = new Stock(
                        SKU,
                        1,
                        List.of(
                                new StockBucket(5, 3, 2, 10, 7),
                                new StockBucket(0, 1, 0, 1, 2),
                                new StockBucket(9, 0, 0, 9, 1)))
                .counted(8);

        assertThat(counted.buckets()).extracting(StockBucket::onHand).containsExactly(3L, 3L, 2L);
        assertThat(counted.onHand()).isEqualTo(8);
        assertThat(counted.reserved()).isEqualTo(4);
        assertThat(counted.received()).isEqualTo(8 + 4 + 2);
        assertThat(counted.version()).isEqualTo(7 + 2 + 1 + 3);
        assertThat(counted.sequence()).isEqualTo(2);
    }

    @Test
    void shouldFail_whenItsInvariantIsViolated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StockBucket(5, 3, 2, 11, 1))
                .withMessageContaining("does not add up");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StockBucket(-1, 1, 0, 0, 1))
                .withMessageContaining("negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Stock(SKU, 1, List.of(new StockBucket(1, -1, 0, 0, 1))))
                .withMessageContaining("negative");
        assertThatIllegalArgumentException().isThrownBy(() -> new Stock(SKU, 1, List.of()));
    }

    @Test
    void shouldAddUpTheReservedUnits_whenOrdersSettleInAnotherBucket() {
        Stock stock = new Stock(SKU, 1, List.of(new StockBucket(5, 3, 0, 8, 1), new StockBucket(5, -2, 2, 5, 1)));

        assertThat(stock.reserved()).isEqualTo(1);
        assertThat(stock.received()).isEqualTo(stock.onHand() + stock.reserved() + stock.sold());
    }

    @Test
    void shouldMoveNothing_whenTheBucketHasWhatIsNeeded() {
        assertThat(onHand(5, 0, 3).refill(0, 5)).isEmpty();
        assertThat(onHand(5).refill(0, 6)).isEmpty();
    }

    @Test
    void shouldShareTheUnitsOfTheFullestBucket_whenABucketIsShort() {
        assertThat(onHand(10, 1, 31).refill(1, 3)).isEqualTo(Map.of(1, 15L, 2, -15L));
    }

    @Test
    void shouldTakeWhatIsNeeded_whenTheFullestBucketHasHardlyMore() {
        assertThat(onHand(0, 9, 8).refill(0, 7)).isEqualTo(Map.of(0, 7L, 1, -7L));
    }

    @Test
    void shouldCollectTheLastUnits_whenEachBucketHasOne() {
        assertThat(onHand(1, 1, 1, 1).refill(2, 4)).isEqualTo(Map.of(0, -1L, 1, -1L, 2, 3L, 3, -1L));
    }

    @Test
    void shouldMoveWhatThereIs_whenAllBucketsTogetherAreShort() {
        assertThat(onHand(0, 1).refill(0, 5)).isEqualTo(Map.of(0, 1L, 1, -1L));
    }

    private static Stock onHand(long... units) {
        return new Stock(
                SKU,
                1,
                LongStream.of(units)
                        .mapToObj(onHand -> new StockBucket(onHand, 0, 0, onHand, 1))
                        .toList());
    }
}
