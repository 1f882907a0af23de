package stage5.local.sns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import stage5.local.aws.AwsQueryRequest;
import stage5.local.sqs.MessageAttribute;

/**
 * The entries of a PublishBatch request: the accepted messages and the failed entries. SNS rejects the whole batch if
 * an entry has an invalid attribute, and reports other invalid entries as failed.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html">PublishBatch</a>
 */
record PublishBatch(Map<String, Message> accepted, Map<String, SnsErrorException> failed) {

    private static final int MAX_ENTRIES = 10;
    private static final int MAX_ID = 80;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");

    /**
     * Parses the entries of the request, by id.
     *
     * @param refusesEntry returns whether the next valid entry fails by an injected fault
     * @throws SnsErrorException if the whole batch is invalid
     */
    static PublishBatch of(
            String topicArn, AwsQueryRequest request, Caller caller, Instant now, BooleanSupplier refusesEntry) {
        List<AwsQueryRequest> entries = request.list("PublishBatchRequestEntries.member");
        checkIds(entries);
        Map<AwsQueryRequest, Map<String, MessageAttribute>> attributes = new LinkedHashMap<>();
        entries.forEach(entry -> attributes.put(entry, MessageAttributes.of(entry)));
        checkSize(attributes);
        PublishBatch batch = new PublishBatch(new LinkedHashMap<>(), new LinkedHashMap<>());
        attributes.forEach((entry, own) ->
                batch.add(entry.require("Id"), () -> Message.of(topicArn, entry, own, caller, now), refusesEntry));
        return batch;
    }

    private void add(String id, Supplier<Message> message, BooleanSupplier refusesEntry) {
        try {
            Message valid = message.get();
            if (refusesEntry.getAsBoolean()) {
                failed.put(id, new SnsErrorException(500, "InternalError", "This entry fails by an injected fault"));
            } else {
                accepted.put(id, valid);
            }
        } catch (SnsErrorException e) {
            failed.put(id, e);
        }
    }

    private static void checkIds(List<AwsQueryRequest> entries) {
        if (entries.isEmpty()) {
            throw refused("EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }
        if (entries.size() > MAX_ENTRIES) {
            throw refused("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }
        List<String> ids = new ArrayList<>();
        for (AwsQueryRequest entry : entries) {
            ids.add(entry.require("Id"));
        }
        Set<String> distinct = new HashSet<>(ids);
        if (distinct.size() < ids.size()) {
            throw refused("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
        }
        ids.forEach(PublishBatch::checkId);
    }

    private static void checkId(String id) {
        if (id.length() > MAX_ID) {
            throw refused("InvalidBatchEntryId", "The Id of a batch entry in the batch request is too long: " + id);
        }
        if (!ID.matcher(id).matches()) {
            throw refused(
                    "InvalidBatchEntryId",
                    "The Id of a batch entry in the batch request contains an impermissible character: " + id);
        }
    }

    /** All entries count, also those that fail. */
    private static void checkSize(Map<AwsQueryRequest, Map<String, MessageAttribute>> attributes) {
        int size = attributes.entrySet().stream()
                .mapToInt(entry -> Message.size(entry.getKey(), entry.getValue()))
                .sum();
        if (size > Message.MAX_BYTES) {
            throw refused("BatchRequestTooLong", "The length of all the messages put together is more than the limit.");
        }
    }

    private static SnsErrorException refused(String code, String message) {
        return new SnsErrorException(400, code, message);
    }
}
