package stage5.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.testing.EventContract;
import stage5.kit.testing.HttpContract;
import stage5.user.account.UserData;

class ContractTests {

    private final EventContract events = EventContract.ofThisService();

    @Test
    void shouldDocumentEveryOperationAndNoOther() {
        assertThat(HttpContract.documented()).isNotEmpty().isEqualTo(HttpContract.implemented("stage5.user"));
    }

    @Test
    void shouldHaveASchemaForEveryTypeThatIsPublished() {
        assertThat(events.types()).containsExactlyInAnyOrder(UserData.REGISTERED, UserData.CHANGED);
    }

    @Test
    void shouldReadEveryExampleAndFindItValid() {
        assertThat(events.examples()).hasSize(2).allSatisfy(example -> {
            assertThat(events.violations(example)).isEmpty();
            UserData data = EventCodec.data(example, UserData.class);
            assertThat(example.subject()).isEqualTo("user/" + UUID.fromString(data.userId()));
        });
    }

    @Test
    void shouldNoticeAViolation_whenAFieldIsMissing() {
        Event example = events.example(UserData.REGISTERED);
        example.data().remove("email");

        assertThat(events.violations(example)).singleElement().asString().contains("email");
    }
}
