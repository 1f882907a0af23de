package stage5.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.testing.EventContract;
import stage5.kit.testing.HttpContract;
import stage5.order.log.OrderData;

class ContractTests {

    private final EventContract events = EventContract.ofThisService();

    @Test
    void shouldDocumentEveryOperationAndNoOther() {
        assertThat(HttpContract.documented()).isNotEmpty().isEqualTo(HttpContract.implemented("stage5.order"));
    }

    @Test
    void shouldHaveASchemaForEveryTypeThatIsPublished() {
        assertThat(events.types())
                .containsExactlyInAnyOrder(
                        OrderData.PLACED, OrderData.CONFIRMED, OrderData.REJECTED, OrderData.CANCELLED);
    }

    @Test
    void shouldReadEveryExampleAndFindItValid() {
        assertThat(events.examples()).hasSize(4).allSatisfy(example -> {
            assertThat(events.violations(example)).isEmpty();
            OrderData data = EventCodec.data(example, OrderData.class);
            assertThat(example.subject()).isEqualTo("order/" + UUID.fromString(data.orderId()));
            assertThat(example.type()).isEqualTo("stage5.order." + data.status() + ".v1");
        });
    }

    @Test
    void shouldNoticeAViolation_whenARejectionHasNoReason() {
        Event example = events.example(OrderData.REJECTED);
        example.data().remove("reason");

        assertThat(events.violations(example)).singleElement().asString().contains("reason");
    }
}
