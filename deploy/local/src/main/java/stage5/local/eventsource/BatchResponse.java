package stage5.local.eventsource;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * What a function says of a batch where ReportBatchItemFailures is on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#sqs-batchfailurereporting-conditions">Success
 *     and failure conditions</a>
 */
final class BatchResponse {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private BatchResponse() {}

    /**
     * Returns the messages that the answer reports as done. All of them are if the answer or its list is empty or null;
     * none is if the answer is invalid JSON, or an identifier is empty, null, has another name or is no message's. AWS
     * doesn't say what it does with JSON that is no object; here it is invalid, since messages are safer kept than lost.
     */
    static List<Message> done(byte[] answer, List<Message> batch) {
        try {
            return done(MAPPER.readTree(answer), batch);
        } catch (JacksonException e) {
            return List.of();
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can't be read", e);
        }
    }

    private static List<Message> done(JsonNode answer, List<Message> batch) {
        if (isNothing(answer)) {
            return batch;
        }
        if (!answer.isObject()) {
            return List.of();
        }
        JsonNode failures = answer.path("batchItemFailures");
        if (isNothing(failures)) {
            return batch;
        }
        if (!failures.isArray()) {
            return List.of();
        }
        Set<String> failed = new HashSet<>();
        for (JsonNode failure : failures) {
            failed.add(failure.path("itemIdentifier").textValue());
        }
        Set<String> known = new HashSet<>();
        batch.forEach(message -> known.add(message.messageId()));
        return known.containsAll(failed)
                ? batch.stream()
                        .filter(message -> !failed.contains(message.messageId()))
                        .toList()
                : List.of();
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
