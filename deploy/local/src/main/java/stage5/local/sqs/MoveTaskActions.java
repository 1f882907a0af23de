package stage5.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedStage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.elasticmq.QueueStatistics;
import org.elasticmq.msg.GetQueueStatistics;
import stage5.local.aws.Aws;

/**
 * The actions that move messages out of a dead-letter queue.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">StartMessageMoveTask</a>
 */
final class MoveTaskActions {

    private static final String SOURCE = "SourceArn";
    private static final String DESTINATION = "DestinationArn";
    private static final int MAX_RESULTS = 10;
    private static final int MAX_PER_SECOND = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final QueueRegistry queues;
    private final Executor executor;
    private final List<MessageMoveTask> newestFirst = new ArrayList<>();

    MoveTaskActions(QueueRegistry queues, Executor executor) {
        this.queues = queues;
        this.executor = executor;
    }

    CompletionStage<JsonNode> start(SqsCall call) {
        JsonNode parameters = call.parameters();
        SqsQueue source = queue(Parameters.requireText(parameters, SOURCE), SOURCE);
        OptionalInt most = Parameters.number(
                parameters,
                "MaxNumberOfMessagesPerSecond",
                1,
                MAX_PER_SECOND,
                "Must be between 1 and 500, if provided.");
        if (queues.sourcesOf(source).isEmpty()) {
            throw SqsErrorException.invalidParameterValue("Source queue must be configured as a Dead Letter Queue.");
        }
        Optional<SqsQueue> destination =
                Optional.ofNullable(Parameters.text(parameters, DESTINATION)).map(arn -> queue(arn, DESTINATION));
        CompletionStage<QueueStatistics> counts =
                source.ask(new GetQueueStatistics(queues.now().toEpochMilli() + 1), TIMEOUT);
        return counts.thenApplyAsync(
                count -> start(new MessageMoveTask(
                        source, destination, most, count.approximateNumberOfVisibleMessages(), queues, executor)),
                executor);
    }

    private JsonNode start(MessageMoveTask task) {
        synchronized (newestFirst) {
            if (newestFirst.stream().anyMatch(other -> other.isRunning() && other.hasSourceOf(task))) {
                throw SqsErrorException.invalidParameterValue(
                        "There is already a task running. Only one active task is allowed for a source queue arn at a"
                                + " given time.");
            }
            newestFirst.addFirst(task);
        }
        task.run();
        return JsonNodeFactory.instance.objectNode().put("TaskHandle", task.handle());
    }

    /** Returns the queue; the parameter that names it is part of the error if there is none. */
    private SqsQueue queue(String arn, String parameter) {
        String prefix = Aws.queueArn("");
        if (!arn.startsWith("arn:")) {
            throw SqsErrorException.invalidParameterValue("You must use this format to specify the " + parameter
                    + ": arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
        }
        return queues.find(arn.startsWith(prefix) ? arn.substring(prefix.length()) : "")
                .orElseThrow(() -> SqsErrorException.resourceNotFound(parameter));
    }

    CompletionStage<JsonNode> list(SqsCall call) {
        SqsQueue source = queue(Parameters.requireText(call.parameters(), SOURCE), SOURCE);
        int most = Parameters.number(
                        call.parameters(), "MaxResults", 1, MAX_RESULTS, "Must be between 1 and 10, if provided.")
                .orElse(1);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = result.putArray("Results");
        synchronized (newestFirst) {
            newestFirst.stream()
                    .filter(task -> task.isOf(source))
                    .limit(most)
                    .forEach(task -> entries.add(task.described()));
        }
        return completedStage(result);
    }

    CompletionStage<JsonNode> cancel(SqsCall call) {
        JsonNode handle = handle(Parameters.requireText(call.parameters(), "TaskHandle"));
        queue(handle.path("sourceArn").asText(), SOURCE);
        MessageMoveTask task = task(handle.path("taskId").asText());
        long moved = task.cancel()
                .orElseThrow(() ->
                        SqsErrorException.prefixed(400, "UnsupportedOperation", "Only active tasks can be cancelled."));
        return completedStage(JsonNodeFactory.instance.objectNode().put("ApproximateNumberOfMessagesMoved", moved));
    }

    private static JsonNode handle(String text) {
        JsonNode handle;
        try {
            handle = QueueAttributes.json(new String(Base64.getDecoder().decode(text), UTF_8));
        } catch (IllegalArgumentException e) {
            throw invalidHandle();
        }
        if (!handle.path("taskId").isTextual() || !handle.path("sourceArn").isTextual()) {
            throw invalidHandle();
        }
        return handle;
    }

    private static SqsErrorException invalidHandle() {
        return SqsErrorException.invalidParameterValue("Value for parameter TaskHandle is invalid.");
    }

    private MessageMoveTask task(String id) {
        synchronized (newestFirst) {
            return newestFirst.stream()
                    .filter(task -> task.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> SqsErrorException.of(404, "ResourceNotFoundException", "Task does not exist."));
        }
    }
}
