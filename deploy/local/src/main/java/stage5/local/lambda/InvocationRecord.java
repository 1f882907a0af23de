package stage5.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * The record of an asynchronous invocation that a destination gets.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations">Invocation
 *     records</a>
 */
final class InvocationRecord {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Why the invocation is over. */
    enum Condition {
        SUCCESS("Success"),
        RETRIES_EXHAUSTED("RetriesExhausted"),
        EVENT_AGE_EXCEEDED("EventAgeExceeded"),
        ZERO_RESERVED_CONCURRENCY("ZeroReservedConcurrency");

        private final String text;

        Condition(String text) {
            this.text = text;
        }
    }

    private InvocationRecord() {}

    /**
     * Returns the record as JSON.
     *
     * @param last the outcome of the last invocation; null if the function was never invoked
     * @param invocations how often the function was invoked
     */
    static String of(
            InvocationRequest request, Condition condition, VersionOutcome last, int invocations, Instant now) {
        ObjectNode invocation = JsonNodeFactory.instance.objectNode();
        invocation.put("version", "1.0");
        invocation.put("timestamp", DateTimeFormatter.ISO_INSTANT.format(now.truncatedTo(ChronoUnit.MILLIS)));
        invocation
                .putObject("requestContext")
                .put("requestId", request.requestId())
                .put("functionArn", request.function().qualifiedArn())
                .put("condition", condition.text)
                .put("approximateInvokeCount", invocations);
        invocation.putRawValue("requestPayload", json(request.event()));
        if (last != null) {
            addResponse(invocation, last);
        }
        try {
            return MAPPER.writeValueAsString(invocation);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The record can't be serialised as JSON", e);
        }
    }

    private static void addResponse(ObjectNode invocation, VersionOutcome last) {
        ObjectNode context =
                invocation.putObject("responseContext").put("statusCode", 200).put("executedVersion", last.version());
        switch (last.outcome()) {
            case InvocationOutcome.Response(byte[] payload) -> invocation.putRawValue("responsePayload", json(payload));
            case InvocationOutcome.FunctionError(String type, byte[] payload) -> {
                context.put("functionError", type);
                invocation.putRawValue("responsePayload", json(payload));
            }
            case InvocationOutcome.Refused refused ->
                throw new IllegalArgumentException("A rejected invocation has no response");
        }
    }

    /** Returns the payload as it is, or as text if it is not JSON: a custom runtime may respond with anything. */
    private static RawValue json(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        return LambdaJson.isValid(payload) ? new RawValue(text) : new RawValue(LambdaJson.quoted(text));
    }
}
