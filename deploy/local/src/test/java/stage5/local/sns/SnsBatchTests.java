package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sns.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;
import stage5.local.aws.Aws;

class SnsBatchTests {

    private static SnsFixture fixture;

    private String topic;
    private String queue;

    @BeforeAll
    static void start() throws Exception {
        fixture = new SnsFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void subscribe() {
        topic = fixture.topic();
        queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);
    }

    @Test
    void shouldDeliverEveryEntry_whenBatchIsFull() {
        List<PublishBatchRequestEntry> entries = IntStream.range(0, 10)
                .mapToObj(i -> entry("id-" + i, "message " + i))
                .toList();

        PublishBatchResponse response = publish(topic, entries);

        assertThat(response.failed()).isEmpty();
        assertThat(response.successful())
                .extracting(PublishBatchResultEntry::id)
                .containsExactlyElementsOf(
                        entries.stream().map(PublishBatchRequestEntry::id).toList());
        assertThat(response.successful())
                .extracting(PublishBatchResultEntry::messageId)
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(fixture.receiveBodies(queue, 10))
                .containsExactlyInAnyOrderElementsOf(
                        entries.stream().map(PublishBatchRequestEntry::message).toList());
    }

    @Test
    void shouldCountEach64KilobytesOfACall_whenPublished() {
        String half = "x".repeat(32 * 1024);

        publish(topic, List.of(entry("one", "a"), entry("two", "b"), entry("three", "c")));
        publish(topic, List.of(entry("one", half), entry("two", half), entry("three", "c")));
        fixture.sns.publish(request -> request.topicArn(topic).message("d"));

        assertThat(fixture.usage.totals().get("publishes")).containsEntry(Aws.topic(topic), 4.0);
    }

    @Test
    void shouldReportOnlyTheInvalidEntries_whenMessagesOrSubjectsAreInvalid() {
        PublishBatchRequestEntry badSubject =
                entry("bad-subject", "b").toBuilder().subject("two\nlines").build();

        PublishBatchResponse response =
                publish(topic, List.of(entry("good", "a"), entry("empty", ""), badSubject, entry("also-good", "d")));

        assertThat(response.successful())
                .extracting(PublishBatchResultEntry::id)
                .containsExactly("good", "also-good");
        assertThat(response.failed())
                .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::code, BatchResultErrorEntry::senderFault)
                .containsExactly(
                        tuple("empty", "InvalidParameter", true), tuple("bad-subject", "InvalidParameter", true));
        assertThat(fixture.receiveBodies(queue, 2)).containsExactlyInAnyOrder("a", "d");
    }

    @ParameterizedTest
    @CsvSource({"Text, x", "String, ''", "Number, twelve"})
    void shouldSendNothing_whenAnEntryHasAnInvalidAttribute(String type, String value) {
        PublishBatchRequestEntry bad = entry("bad", "b").toBuilder()
                .messageAttributes(Map.of(
                        "type",
                        MessageAttributeValue.builder()
                                .dataType(type)
                                .stringValue(value)
                                .build()))
                .build();

        assertThatThrownBy(() -> publish(topic, List.of(entry("good", "a"), bad, entry("also-good", "c"))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("'type'");

        publish(topic, List.of(entry("good", "after")));
        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("after");
    }

    @Test
    void shouldSendNothing_whenOneEntryAloneIsTooLong() {
        assertThatThrownBy(() -> publish(topic, List.of(entry("a", "short"), entry("b", "x".repeat(256 * 1024 + 1)))))
                .isInstanceOf(BatchRequestTooLongException.class)
                .hasMessageContaining("The length of all the messages put together is more than the limit.");

        publish(topic, List.of(entry("a", "after")));
        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("after");
    }

    @Test
    void shouldReject_whenBatchIsEmpty() {
        assertThatThrownBy(() -> publish(topic, List.of())).isInstanceOf(EmptyBatchRequestException.class);
    }

    @Test
    void shouldReject_whenThereAreMoreThanTenEntries() {
        List<PublishBatchRequestEntry> entries =
                IntStream.range(0, 11).mapToObj(i -> entry("id-" + i, "m")).toList();

        assertThatThrownBy(() -> publish(topic, entries)).isInstanceOf(TooManyEntriesInBatchRequestException.class);
    }

    @Test
    void shouldReject_whenIdsAreNotDistinct() {
        assertThatThrownBy(() -> publish(topic, List.of(entry("a", "1"), entry("a", "2"))))
                .isInstanceOf(BatchEntryIdsNotDistinctException.class);
    }

    @Test
    void shouldReject_whenAnIdIsInvalid() {
        assertThatThrownBy(() -> publish(topic, List.of(entry("a b", "1"))))
                .isInstanceOf(InvalidBatchEntryIdException.class)
                .hasMessageContaining("contains an impermissible character: a b");
        assertThatThrownBy(() -> publish(topic, List.of(entry("i".repeat(81), "1"))))
                .isInstanceOf(InvalidBatchEntryIdException.class)
                .hasMessageContaining("is too long: iii");
    }

    @Test
    void shouldDeliverNothing_whenTheWholeBatchIsTooLong() {
        String half = "x".repeat(128 * 1024);

        assertThatThrownBy(() -> publish(topic, List.of(entry("a", half), entry("b", half + "y"))))
                .isInstanceOf(BatchRequestTooLongException.class);

        publish(topic, List.of(entry("a", half), entry("b", half)));
        assertThat(fixture.receiveBodies(queue, 2)).containsExactly(half, half);
    }

    @Test
    void shouldReject_whenTheTopicDoesNotExist() {
        assertThatThrownBy(() -> publish(Aws.topicArn("missing"), List.of(entry("a", "1"))))
                .isInstanceOf(NotFoundException.class);
    }

    private static PublishBatchResponse publish(String topic, List<PublishBatchRequestEntry> entries) {
        return fixture.sns.publishBatch(request -> request.topicArn(topic).publishBatchRequestEntries(entries));
    }

    private static PublishBatchRequestEntry entry(String id, String message) {
        return PublishBatchRequestEntry.builder().id(id).message(message).build();
    }
}
