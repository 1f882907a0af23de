package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SnsException;
import stage5.local.aws.Aws;

class SnsPublishTests {

    private static final int LIMIT = 256 * 1024;

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
    void shouldDeliverEveryCharacter_whenMessageIsNotAscii() {
        String message = "Füße & <kleine> \"Schuhe\" + 100 % 🚀 =?\n\t{\"a\":1}";

        fixture.asyncSns()
                .publish(request -> request.topicArn(topic).message(message))
                .join();

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly(message);
    }

    @Test
    void shouldReject_whenMessageIsEmpty() {
        assertRejected("Empty message", "");
    }

    @Test
    void shouldDeliver_whenMessageHasTheMaximumSize() {
        String message = "x".repeat(LIMIT);

        fixture.sns.publish(request -> request.topicArn(topic).message(message));

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly(message);
    }

    @Test
    void shouldReject_whenMessageIsTooLong() {
        assertRejected("Message too long", "x".repeat(LIMIT + 1));
        assertRejected("Message too long", "ü".repeat(LIMIT / 2 + 1));
    }

    @Test
    void shouldReject_whenMessageIsTooLongWithItsAttributes() {
        String message = "x".repeat(LIMIT - 10);

        assertThatThrownBy(() -> publish(message, "type", "String", "12345"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Message too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic", "arn:aws:sns:us-east-1:000000000000"})
    void shouldReject_whenArnIsMalformed(String arn) {
        assertThatThrownBy(() ->
                        fixture.sns.publish(request -> request.topicArn(arn).message("hello")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("An ARN must have at least 6 elements");
    }

    @Test
    void shouldReject_whenTheTopicDoesNotExist() {
        assertThatThrownBy(() -> fixture.sns.publish(
                        request -> request.topicArn(Aws.topicArn("missing")).message("hello")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Topic does not exist");
        assertThatThrownBy(() -> fixture.sns.publish(request -> request.message("hello")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void shouldReject_whenSubjectIsTooLong() {
        assertThatThrownBy(() -> fixture.sns.publish(
                        request -> request.topicArn(topic).message("hello").subject("s".repeat(101))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Subject");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "a\tb", "a\u0000b", "a\u0085b"})
    void shouldReject_whenSubjectIsEmptyOrHasControlCharacters(String subject) {
        assertThatThrownBy(() -> fixture.sns.publish(
                        request -> request.topicArn(topic).message("hello").subject(subject)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Invalid parameter: Subject");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e127", "1e-129", "1e9999999999", "123456789012345678901234567890123456789", "NaN", "0x1"})
    void shouldReject_whenNumberIsOutOfBounds(String number) {
        assertThatThrownBy(() -> publish("hello", "amount", "Number", number))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Could not cast message attribute 'amount' value to number.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e126", "-1e-128", "12345678901234567890123456789012345678", "0.00", "-3"})
    void shouldDeliver_whenNumberIsWithinItsBounds(String number) {
        publish("hello", "amount", "Number", number);

        assertThat(fixture.receive(queue, 1).getFirst().messageAttributes()).containsKey("amount");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a^b   | Invalid non-alphanumeric character '#x5E' was found in the message attribute name.
        .a    | Invalid message attribute name starting with character '.' was found.
        a.    | Invalid message attribute name ending with character '.' was found.
        a..b  | Message attribute name can not have successive '.' character.
        """)
    void shouldStateTheReason_whenAttributeNameIsInvalid(String name, String reason) {
        assertThatThrownBy(() -> publish("hello", name, "String", "a"))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldStateTheField_whenAttributeHasTheValueOfAnotherType() {
        assertThatThrownBy(() -> publish(MessageAttributeValue.builder()
                        .dataType("String")
                        .binaryValue(SdkBytes.fromUtf8String("b"))
                        .build()))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The message attribute 'a' with type 'String' must use field 'String'.");
        assertThatThrownBy(() -> publish(MessageAttributeValue.builder()
                        .dataType("Binary")
                        .stringValue("b")
                        .build()))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The message attribute 'a' with type 'Binary' must use field 'Binary'.");
        assertThatThrownBy(() ->
                        publish(MessageAttributeValue.builder().stringValue("b").build()))
                .isInstanceOfSatisfying(SnsException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
                    assertThat(e.getMessage())
                            .contains(
                                    "Value null at 'messageAttributes.a.member.dataType' failed to satisfy constraint");
                });
    }

    @Test
    void shouldReject_whenDeduplicationIsRequestedFromAStandardTopic() {
        assertThatThrownBy(() -> fixture.sns.publish(
                        request -> request.topicArn(topic).message("hello").messageDeduplicationId("once")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("parameter that is not valid for this topic type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "ü"})
    void shouldReject_whenGroupIdIsInvalid(String groupId) {
        assertThatThrownBy(() -> fixture.sns.publish(
                        request -> request.topicArn(topic).message("hello").messageGroupId(groupId)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("MessageGroupId");
    }

    @ParameterizedTest
    @CsvSource({
        "type,       Text,    a",
        "type,       Number,  twelve",
        "type,       String,  ''",
        ".type,      String,  a",
        "type.,      String,  a",
        "ty..pe,     String,  a",
        "ty pe,      String,  a",
        "aws.type,   String,  a",
        "Amazon.id,  String,  a"
    })
    void shouldReject_whenAttributeIsInvalid(String name, String type, String value) {
        assertThatThrownBy(() -> publish("hello", name, type, value))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void shouldReject_whenAttributeNameIsTooLong() {
        assertThatThrownBy(() -> publish("hello", "n".repeat(257), "String", "a"))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void shouldSelectTheBodyForQueues_whenStructureIsJson() {
        fixture.sns.publish(request ->
                request.topicArn(topic).messageStructure("json").message("{\"default\":\"d\",\"sqs\":\"for queues\"}"));
        fixture.sns.publish(
                request -> request.topicArn(topic).messageStructure("json").message("{\"default\":\"for all\"}"));

        assertThat(fixture.receiveBodies(queue, 2)).containsExactlyInAnyOrder("for queues", "for all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sqs\":\"no default\"}", "no json"})
    void shouldReject_whenTheMessageDoesNotMatchItsStructure(String message) {
        assertThatThrownBy(() -> fixture.sns.publish(request ->
                        request.topicArn(topic).messageStructure("json").message(message)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Message Structure");
    }

    private void publish(MessageAttributeValue attribute) {
        fixture.sns.publish(
                request -> request.topicArn(topic).message("hello").messageAttributes(Map.of("a", attribute)));
    }

    private void assertRejected(String reason, String message) {
        assertThatThrownBy(() ->
                        fixture.sns.publish(request -> request.topicArn(topic).message(message)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining(reason);
        String after = "after-" + UUID.randomUUID(); // the messages of earlier calls are hidden
        fixture.sns.publish(request -> request.topicArn(topic).message(after));
        assertThat(fixture.receiveBodies(queue, 1)).containsExactly(after);
    }

    private void publish(String message, String name, String type, String value) {
        fixture.sns.publish(request -> request.topicArn(topic)
                .message(message)
                .messageAttributes(Map.of(
                        name,
                        MessageAttributeValue.builder()
                                .dataType(type)
                                .stringValue(value)
                                .build())));
    }
}
