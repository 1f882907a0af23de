package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import stage5.local.aws.Aws;
import stage5.local.fault.TestFaults;
import stage5.local.sns.SnsFault.Mode;

class SnsFaultTests {

    private static SnsFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new SnsFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @AfterEach
    void clearFault() {
        fixture.snsEmulator.faults().set(SnsFault.NONE);
    }

    @Test
    void shouldRespondWith503AndDeliverNothing_whenDown() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);

        fixture.snsEmulator.faults().set(SnsFault.of(Mode.DOWN));
        assertThatThrownBy(() ->
                        fixture.sns.publish(request -> request.topicArn(topic).message("while down")))
                .isInstanceOfSatisfying(
                        SnsException.class, e -> assertThat(e.statusCode()).isEqualTo(503));
        fixture.snsEmulator.faults().set(SnsFault.NONE);
        fixture.sns.publish(request -> request.topicArn(topic).message("after"));

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("after");
        assertThat(fixture.waiting(queue)).isZero();
    }

    @Test
    void shouldRespondLate_whenSlow() {
        fixture.snsEmulator
                .faults()
                .set(TestFaults.of(SnsFault.class, Map.of("mode", Mode.SLOW, "latencyMillis", 300)));

        long begin = System.nanoTime();
        fixture.sns.listTopics();

        assertThat((System.nanoTime() - begin) / 1_000_000).isGreaterThanOrEqualTo(300);
    }

    @Test
    void shouldAlternateBetweenDownAndUp_whenFlapping() {
        SnsFault flapping = TestFaults.of(SnsFault.class, Map.of("mode", Mode.FLAPPING, "periodMillis", 1_000));

        assertThat(flapping.at(0)).isEqualTo(Mode.DOWN);
        assertThat(flapping.at(999)).isEqualTo(Mode.DOWN);
        assertThat(flapping.at(1_000)).isEqualTo(Mode.OK);
        assertThat(flapping.at(1_999)).isEqualTo(Mode.OK);
        assertThat(flapping.at(2_000)).isEqualTo(Mode.DOWN);
    }

    @Test
    void shouldAcceptPartOfABatch_whenRefusing() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);

        fixture.snsEmulator
                .faults()
                .set(TestFaults.of(SnsFault.class, Map.of("mode", Mode.REFUSING, "share", 0.5, "seed", 7L)));
        PublishBatchResponse first = publishTen(topic);
        fixture.snsEmulator
                .faults()
                .set(TestFaults.of(SnsFault.class, Map.of("mode", Mode.REFUSING, "share", 0.5, "seed", 7L)));
        PublishBatchResponse again = publishTen(topic);

        assertThat(first.successful()).isNotEmpty();
        assertThat(first.failed()).isNotEmpty().noneMatch(BatchResultErrorEntry::senderFault);
        assertThat(again.failed())
                .extracting(BatchResultErrorEntry::id)
                .isEqualTo(
                        first.failed().stream().map(BatchResultErrorEntry::id).toList());
        assertThat(fixture.receiveBodies(queue, 2 * first.successful().size()))
                .allMatch(body ->
                        first.successful().stream().anyMatch(taken -> taken.id().equals(body)));
    }

    @Test
    void shouldAlterTheEventsOfTheTopicOnly_whenItsPublisherIsFaulty() {
        String topic = fixture.topic();
        String other = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);
        fixture.subscribe(other, queue, SnsFixture.RAW);
        String event = "{\"time\":\"2026-01-01T12:00:00.5Z\",\"data\":{\"orderId\":\"o\",\"total\":1}}";

        fixture.snsEmulator
                .faults()
                .set(TestFaults.of(
                        SnsFault.class,
                        Map.of("alteredTopic", Aws.topic(topic), "clockMillis", -300_000, "droppedField", "orderId")));
        fixture.sns.publish(request -> request.topicArn(topic).message(event));
        fixture.sns.publish(request -> request.topicArn(topic).message("no event"));
        fixture.sns.publish(request -> request.topicArn(other).message(event));

        assertThat(fixture.receiveBodies(queue, 3))
                .containsExactlyInAnyOrder(
                        "{\"time\":\"2026-01-01T11:55:00.500Z\",\"data\":{\"total\":1}}", "no event", event);
        assertThat(fixture.snsEmulator.faults().effects()).containsEntry("altered", 1L);
    }

    @Test
    void shouldRejectFault_whenItsSettingsAreInvalid() {
        assertThatThrownBy(() -> new SnsFault(Mode.SLOW, -1, null, null, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnsFault(Mode.SLOW, 60_001, null, null, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnsFault(Mode.FLAPPING, null, 0, null, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnsFault(Mode.REFUSING, null, null, 1.1, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRespondWith500ToTheSameCalls_whenTheSeedIsTheSame() {
        List<Boolean> first = failuresOfTwenty(5L);
        List<Boolean> again = failuresOfTwenty(5L);

        assertThat(first).contains(true, false).isEqualTo(again);
        assertThat(fixture.snsEmulator.faults().effects())
                .containsEntry("errors", again.stream().filter(failed -> failed).count())
                .containsEntry("slow", 0L);
    }

    private static List<Boolean> failuresOfTwenty(long seed) {
        fixture.snsEmulator.faults().set(TestFaults.of(SnsFault.class, Map.of("errorShare", 0.4, "seed", seed)));
        return IntStream.range(0, 20).mapToObj(i -> fails()).toList();
    }

    private static boolean fails() {
        try {
            fixture.sns.listTopics();
            return false;
        } catch (SnsException e) {
            assertThat(e.statusCode()).isEqualTo(500);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InternalError");
            return true;
        }
    }

    private static PublishBatchResponse publishTen(String topic) {
        List<PublishBatchRequestEntry> entries = IntStream.range(0, 10)
                .mapToObj(i -> PublishBatchRequestEntry.builder()
                        .id("entry-" + i)
                        .message("entry-" + i)
                        .build())
                .toList();
        return fixture.sns.publishBatch(batch -> batch.topicArn(topic).publishBatchRequestEntries(entries));
    }
}
