package stage5.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stage5.catalog.product.ProductData;
import stage5.catalog.product.StockData;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.testing.EventContract;
import stage5.kit.testing.HttpContract;

class ContractTests {

    private final EventContract events = EventContract.ofThisService();

    @Test
    void shouldDocumentEveryOperationAndNoOther() {
        assertThat(HttpContract.documented()).isNotEmpty().isEqualTo(HttpContract.implemented("stage5.catalog"));
    }

    @Test
    void shouldHaveASchemaForEveryTypeThatIsPublished() {
        assertThat(events.types())
                .containsExactlyInAnyOrder(
                        ProductData.ADDED,
                        ProductData.CHANGED,
                        ProductData.RETIRED,
                        StockData.CHANGED,
                        "stage5.stock.reserved.v1",
                        "stage5.stock.rejected.v1",
                        "stage5.stock.released.v1");
    }

    @Test
    void shouldFindEveryExampleValid() {
        assertThat(events.examples()).hasSize(7).allSatisfy(example -> assertThat(events.violations(example))
                .isEmpty());
    }

    @Test
    void shouldReadEveryExampleAsItWouldBeWritten() {
        assertThat(events.examples())
                .filteredOn(e -> e.subject().startsWith("product/"))
                .hasSize(3)
                .allSatisfy(e -> {
                    ProductData data = EventCodec.data(e, ProductData.class);
                    assertThat(e.subject()).isEqualTo("product/" + data.sku());
                    assertThat(data).hasNoNullFieldsOrProperties();
                });
        assertThat(EventCodec.data(events.example(StockData.CHANGED), StockData.class))
                .isEqualTo(new StockData("MUG-0017", 40, 0, 0));
    }

    @Test
    void shouldNoticeAViolation_whenAFieldIsMissing() {
        Event example = events.example(ProductData.ADDED);
        example.data().remove("price");

        assertThat(events.violations(example)).singleElement().asString().contains("price");
    }
}
