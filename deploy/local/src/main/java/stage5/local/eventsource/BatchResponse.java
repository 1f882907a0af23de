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
 * A function's response to a batch with ReportBatchItemFailures.
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
     * Returns the messages that the function has processed. All are processed if the response or its list is empty or
     * null. None is processed if the response is invalid JSON, or if an identifier is empty, null, misnamed or unknown.
     * AWS does not document JSON that is not an object; here it counts as invalid, because a repeated message does less
     * harm than a lost one.
     */
    static List<Message> processed(byte[] response, List<Message> batch) {
        try {
            return processed(MAPPER.readTree(response), batch);
        } catch (JacksonException e) {
            return List.of();
        } catch (IOException e) {
            throw new IllegalStateException("Reading from a byte array failed", e);
        }
    }

    private static List<Message> processed(JsonNode response, List<Message> batch) {
        if (isNothing(response)) {
            return batch;
        }
        if (!response.isObject()) {
            return List.of();
        }
        JsonNode failures = response.path("batchItemFailures");
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
