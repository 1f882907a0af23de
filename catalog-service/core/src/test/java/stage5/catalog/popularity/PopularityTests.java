package stage5.catalog.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.catalog.CatalogApi;
import stage5.catalog.store.SoldRanks;
import stage5.catalog.store.StockItems;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.MovableClock;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class PopularityTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    @Inject
    SoldRanks ranks;

    @Inject
    Dynamo dynamo;

    private final MovableClock clock = new MovableClock();
    private String sku;

    @BeforeEach
    void addProduct() {
        sku = CatalogApi.stocked(1);
    }

    @Test
    void shouldChangeTheRankAtTheEndOfTheInterval_whenAProductIsSold() {
        Popularity popularity = popularity();
        sell(popularity, 3);
        assertThat(ranked()).isZero();

        sell(popularity, 7);
        clock.advance(INTERVAL);
        await(popularity, CatalogApi.newSku());

        assertThat(ranked()).isEqualTo(7);
    }

    @Test
    void shouldKeepTheRank_whenTheUnitsSoldHaveHardlyGrown() {
        Popularity popularity = popularity();
        sellAndWait(popularity, 100);
        assertThat(ranked()).isEqualTo(100);

        sellAndWait(popularity, 104);
        assertThat(ranked()).isEqualTo(100);

        sellAndWait(popularity, 105);
        assertThat(ranked()).isEqualTo(105);
    }

    @Test
    void shouldChangeTheRankOnceInTheInterval_whenTwoProcessesSellTheProduct() {
        Popularity one = popularity();
        Popularity other = popularity();
        sell(one, 3);
        sell(other, 3);
        clock.advance(INTERVAL);
        await(one, sku);
        assertThat(ranked()).isEqualTo(3);

        sell(other, 9);
        assertThat(ranked()).isEqualTo(3);

        clock.advance(INTERVAL);
        await(other, CatalogApi.newSku());
        assertThat(ranked()).isEqualTo(9);
    }

    private Popularity popularity() {
        return new Popularity(ranks, PopularityLoadTests.config(INTERVAL, 5), clock);
    }

    private void sellAndWait(Popularity popularity, long sold) {
        sell(popularity, sold);
        clock.advance(INTERVAL);
        await(popularity, CatalogApi.newSku());
    }

    /** Sets the units sold, and reports the sale. */
    private void sell(Popularity popularity, long sold) {
        dynamo.call(c -> c.updateItem(update -> update.tableName("catalog")
                        .key(StockItems.keyOf(sku))
                        .updateExpression("SET sold = :sold")
                        .expressionAttributeValues(Map.of(":sold", n(sold)))))
                .await()
                .atMost(TIMEOUT);
        await(popularity, sku);
    }

    private static void await(Popularity popularity, String sku) {
        popularity.sold(List.of(sku)).await().atMost(TIMEOUT);
    }

    private long ranked() {
        return number(
                dynamo.get("catalog", StockItems.keyOf(sku))
                        .await()
                        .atMost(TIMEOUT)
                        .orElseThrow(),
                "bySold");
    }
}
