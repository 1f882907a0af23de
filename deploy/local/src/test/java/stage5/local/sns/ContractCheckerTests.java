package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/** What is published is compared with the contracts of the services of this repository. */
class ContractCheckerTests {

    private static final Path EXAMPLE =
            Path.of("..", "..", "order-service", "contract", "examples", "stage5.order.placed.v1.json");

    private ObjectNode event;
    private SnsFixture fixture;

    @BeforeEach
    void start() throws Exception {
        event = (ObjectNode) new ObjectMapper().readTree(EXAMPLE.toFile());
        fixture = new SnsFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldFindNothing_whenAnEventIsAsTheContractSays() {
        publish(event.toString());

        assertThat(fixture.snsEmulator.published().looked()).isOne();
        assertThat(fixture.snsEmulator.published().departures()).isEmpty();
    }

    @Test
    void shouldNameTheField_whenItIsMissing() {
        ((ObjectNode) event.path("data")).remove("total");

        publish(event.toString());

        assertDeparture("$.data", "total");
    }

    @Test
    void shouldNameTheField_whenItIsOfAnotherType() {
        ((ObjectNode) event.path("data").path("total")).put("amount", "19.90");

        publish(event.toString());

        assertDeparture("$.data.total.amount", "string found");
    }

    @Test
    void shouldNameTheField_whenTheContractDoesNotKnowIt() {
        event.put("priority", "high");

        publish(event.toString());

        assertDeparture("priority");
    }

    @Test
    void shouldNameTheType_whenNobodysContractHasIt() {
        publish(event.put("type", "stage5.order.mislaid.v1").toString());

        assertDeparture("$.type", "stage5.order.mislaid.v1");
    }

    @Test
    void shouldSaySo_whenWhatIsPublishedIsNoEvent() {
        publish("an order was placed");

        assertDeparture("no JSON");
    }

    @Test
    void shouldLookAtEachEntry_whenABatchIsPublished() throws IOException {
        String right = event.toString();
        String wrong = event.put("sequence", 0).toString();

        String topic = fixture.topic();
        fixture.sns.publishBatch(batch ->
                batch.topicArn(topic).publishBatchRequestEntries(entry("right", right), entry("wrong", wrong)));

        assertThat(fixture.snsEmulator.published().looked()).isEqualTo(2);
        assertDeparture("$.sequence");
    }

    private void publish(String body) {
        String topic = fixture.topic();
        fixture.sns.publish(request -> request.topicArn(topic).message(body));
    }

    private static PublishBatchRequestEntry entry(String id, String body) {
        return PublishBatchRequestEntry.builder().id(id).message(body).build();
    }

    private void assertDeparture(String... words) {
        assertThat(fixture.snsEmulator.published().departures()).singleElement().satisfies(departure -> assertThat(
                        departure.violations())
                .anySatisfy(violation -> assertThat(violation).contains(words)));
    }
}
