package stage5.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.testing.EventContract;
import stage5.kit.testing.HttpContract;
import stage5.notification.event.NotificationData;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;

class ContractTests {

    private final EventContract events = EventContract.ofThisService();

    @Test
    void shouldDocumentEveryOperationAndNoOther() {
        assertThat(HttpContract.documented()).isNotEmpty().isEqualTo(HttpContract.implemented("stage5.notification"));
    }

    @Test
    void shouldHaveASchemaForEveryTypeThatIsPublished() {
        assertThat(events.types()).containsExactlyInAnyOrder(NotificationData.SENT, NotificationData.FAILED);
    }

    @Test
    void shouldReadEveryExampleAndFindItValid() {
        assertThat(events.examples()).hasSize(2).allSatisfy(example -> {
            assertThat(events.violations(example)).isEmpty();
            NotificationData data = EventCodec.data(example, NotificationData.class);
            assertThat(example.subject()).isEqualTo("notification/" + data.eventId());
            assertThat(example.causationid()).isEqualTo(data.eventId());
        });
    }

    @Test
    void shouldNoticeAViolation_whenAFieldIsMissing() {
        Event example = events.example(NotificationData.FAILED);
        example.data().remove("reason");

        assertThat(events.violations(example)).singleElement().asString().contains("reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {UserData.REGISTERED, UserData.CHANGED})
    void shouldUnderstandWhatUserServicePublishes(String type) {
        Event example = EventContract.of("user-service").example(type);

        UserData data = EventCodec.data(example, UserData.class);

        assertThat(example.subject()).isEqualTo("user/" + data.userId());
        assertThat(data.email()).contains("@");
        assertThat(data.name()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {OrderData.CONFIRMED, OrderData.REJECTED, OrderData.CANCELLED})
    void shouldUnderstandWhatOrderServicePublishes(String type) {
        Event example = EventContract.of("order-service").example(type);

        OrderData data = EventCodec.data(example, OrderData.class);

        assertThat(example.subject()).isEqualTo("order/" + data.orderId());
        assertThat(data.lines()).isNotEmpty().allSatisfy(line -> assertThat(line.quantity())
                .isPositive());
        assertThat(data.total().amount()).isPositive();
    }
}
