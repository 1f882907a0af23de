package stage5.local.sns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import stage5.local.aws.AwsQueryRequest;

/**
 * The entries of a PublishBatch request: the accepted messages and the failed entries.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html">PublishBatch</a>
 */
record PublishBatch(Map<String, Message> accepted, Map<String, SnsErrorException> failed) {

    private static final int MAX_ENTRIES = 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    /**
     * Parses the entries of the request, by id.
     *
     * @param refusesEntry returns whether the next valid entry fails by an injected fault
     * @throws SnsErrorException if the whole batch is invalid
     */
    static PublishBatch of(String topicArn, AwsQueryRequest request, Instant now, BooleanSupplier refusesEntry) {
        List<AwsQueryRequest> entries = request.list("PublishBatchRequestEntries.member");
        checkIds(entries);
        PublishBatch batch = new PublishBatch(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (AwsQueryRequest entry : entries) {
            batch.add(entry.require("Id"), topicArn, entry, now, refusesEntry);
        }
        batch.checkSize();
        return batch;
    }

    private void add(String id, String topicArn, AwsQueryRequest entry, Instant now, BooleanSupplier refusesEntry) {
        try {
            Message message = Message.of(topicArn, entry, now);
            if (refusesEntry.getAsBoolean()) {
                failed.put(id, new SnsErrorException(500, "InternalError", "This entry fails by an injected fault"));
            } else {
                accepted.put(id, message);
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
        if (!ids.stream().allMatch(id -> ID.matcher(id).matches())) {
            throw refused(
                    "InvalidBatchEntryId",
                    "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                            + " It can be at most 80 letters long.");
        }
        Set<String> distinct = new HashSet<>(ids);
        if (distinct.size() < ids.size()) {
            throw refused("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
        }
    }

    private void checkSize() {
        int size = accepted.values().stream().mapToInt(Message::size).sum();
        if (size > Message.MAX_BYTES) {
            throw refused("BatchRequestTooLong", "The length of all the messages put together is more than the limit.");
        }
    }

    private static SnsErrorException refused(String code, String message) {
        return new SnsErrorException(400, code, message);
    }
}
