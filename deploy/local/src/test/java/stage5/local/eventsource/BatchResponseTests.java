package stage5.local.eventsource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

class BatchResponseTests {

    private static final Message A = message("a");
    private static final Message B = message("b");
    private static final List<Message> BATCH = List.of(A, B);

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "{\"batchItemFailures\":null}", "{\"batchItemFailures\":[]}", "{\"other\":1}"})
    void shouldReturnAllMessages_whenNoFailureIsReported(String response) {
        assertThat(processed(response)).isEqualTo(BATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{} {}",
                "\"ok\"",
                "{\"batchItemFailures\":\"a\"}",
                "{\"batchItemFailures\":[\"a\"]}",
                "{\"batchItemFailures\":[{}]}",
                "{\"batchItemFailures\":[{\"id\":\"a\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":1}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"c\"}]}"
            })
    void shouldReturnNoMessage_whenTheResponseIsInvalid(String response) {
        assertThat(processed(response)).isEmpty();
    }

    @Test
    void shouldReturnTheOtherMessages_whenSomeFailed() {
        assertThat(processed("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"a\"}]}"))
                .containsExactly(B);
    }

    private static List<Message> processed(String response) {
        return BatchResponse.processed(response.getBytes(UTF_8), BATCH);
    }

    private static Message message(String id) {
        return Message.builder().messageId(id).build();
    }
}
