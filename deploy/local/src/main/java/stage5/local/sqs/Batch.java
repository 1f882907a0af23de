package stage5.local.sqs;

import static java.util.concurrent.CompletableFuture.failedStage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The entries of a batch call, by id. One entry can fail without the others.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html">SendMessageBatch</a>
 */
record Batch(Map<String, JsonNode> entries) {

    private static final int MAX_ENTRIES = 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    /**
     * Returns the entries of the call.
     *
     * @throws SqsErrorException if the batch as a whole is invalid
     */
    static Batch of(SqsCall call) {
        JsonNode list = call.parameters().path("Entries");
        if (list.isEmpty()) {
            throw SqsErrorException.prefixed(
                    400,
                    "EmptyBatchRequest",
                    "There should be at least one " + call.action() + "RequestEntry in the request.");
        }
        if (list.size() > MAX_ENTRIES) {
            throw SqsErrorException.prefixed(
                    400,
                    "TooManyEntriesInBatchRequest",
                    "Maximum number of entries per request are %d. You have sent %d."
                            .formatted(MAX_ENTRIES, list.size()));
        }
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode entry : list) {
            String id = entry.path("Id").asText("");
            if (!ID.matcher(id).matches()) {
                throw SqsErrorException.prefixed(
                        400,
                        "InvalidBatchEntryId",
                        "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                                + " It can be at most 80 letters long.");
            }
            if (!ids.add(id)) {
                throw SqsErrorException.prefixed(400, "BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
            }
            entries.put(id, entry);
        }
        return new Batch(entries);
    }

    /** Performs the action for each entry, and completes with the results and failures of all. */
    CompletionStage<JsonNode> perform(Function<JsonNode, CompletionStage<JsonNode>> action) {
        List<CompletableFuture<Result>> results = new ArrayList<>();
        entries.forEach((id, entry) -> results.add(attempt(entry, action)
                .handle((result, failure) -> failure == null ? success(id, result) : failure(id, failure))
                .toCompletableFuture()));
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done -> response(
                        results.stream().map(CompletableFuture::resultNow).toList()));
    }

    private record Result(String list, ObjectNode entry) {}

    private static CompletionStage<JsonNode> attempt(
            JsonNode entry, Function<JsonNode, CompletionStage<JsonNode>> action) {
        try {
            return action.apply(entry);
        } catch (SqsErrorException e) {
            return failedStage(e);
        }
    }

    private static Result success(String id, JsonNode result) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("Id", id);
        if (result instanceof ObjectNode fields) {
            entry.setAll(fields);
        }
        return new Result("Successful", entry);
    }

    private static Result failure(String id, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        SqsErrorException error =
                cause instanceof SqsErrorException known ? known : SqsErrorException.internalFailure(cause.toString());
        return new Result(
                "Failed",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Id", id)
                        .put("SenderFault", error.isSenderFault())
                        .put("Code", error.code())
                        .put("Message", error.getMessage()));
    }

    private static JsonNode response(List<Result> results) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        results.forEach(result -> response.withArray(result.list()).add(result.entry()));
        return response;
    }
}
