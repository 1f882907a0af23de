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

/** Checks published messages against the contracts of this repository's services. */
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
    void shouldReportNothing_whenAnEventFollowsTheContract() {
        publish(event.toString());

        assertThat(fixture.snsEmulator.published().looked()).isOne();
        assertThat(fixture.snsEmulator.published().departures()).isEmpty();
    }

    @Test
    void shouldNameTheField_whenItIsMissing() {
        ((ObjectNode) event.path("data")).remove("total");

        publish(event.toString());

        assertViolation("$.data", "total");
    }

    @Test
    void shouldNameTheField_whenItHasAnotherType() {
        ((ObjectNode) event.path("data").path("total")).put("amount", "19.90");

        publish(event.toString());

        assertViolation("$.data.total.amount", "string found");
    }

    @Test
    void shouldNameTheField_whenTheContractDoesNotDefineIt() {
        event.put("priority", "high");

        publish(event.toString());

        assertViolation("priority");
    }

    @Test
    void shouldNameTheType_whenNoContractDefinesIt() {
        publish(event.put("type", "stage5.order.mislaid.v1").toString());

        assertViolation("$.type", "stage5.order.mislaid.v1");
    }

    @Test
    void shouldReportInvalidJson_whenTheMessageIsNotAnEvent() {
        publish("an order was placed");

        assertViolation("not JSON");
    }

    @Test
    void shouldCheckEachEntry_whenABatchIsPublished() throws IOException {
        String valid = event.toString();
        String invalid = event.put("sequence", 0).toString();

        String topic = fixture.topic();
        fixture.sns.publishBatch(batch ->
                batch.topicArn(topic).publishBatchRequestEntries(entry("valid", valid), entry("invalid", invalid)));

        assertThat(fixture.snsEmulator.published().looked()).isEqualTo(2);
        assertViolation("$.sequence");
    }

    private void publish(String body) {
        String topic = fixture.topic();
        fixture.sns.publish(request -> request.topicArn(topic).message(body));
    }

    private static PublishBatchRequestEntry entry(String id, String body) {
        return PublishBatchRequestEntry.builder().id(id).message(body).build();
    }

    private void assertViolation(String... words) {
        assertThat(fixture.snsEmulator.published().departures()).singleElement().satisfies(deviation -> assertThat(
                        deviation.violations())
                .anySatisfy(violation -> assertThat(violation).contains(words)));
    }
}
