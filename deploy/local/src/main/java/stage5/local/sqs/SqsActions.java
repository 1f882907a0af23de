package stage5.local.sqs;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * All actions of SQS by name.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html">Actions of SQS</a>
 */
final class SqsActions {

    private final Map<String, Function<SqsCall, CompletionStage<JsonNode>>> byName;

    /** @param executor runs the continuations of the actors' replies */
    SqsActions(QueueRegistry queues, MessageActions messages, String baseUrl, Executor executor) {
        QueueActions queueActions = new QueueActions(queues, baseUrl, executor);
        PermissionActions permissions = new PermissionActions(queues);
        MoveTaskActions moves = new MoveTaskActions(queues, executor);
        byName = Map.ofEntries(
                entry("AddPermission", permissions::add),
                entry("CancelMessageMoveTask", moves::cancel),
                entry("ChangeMessageVisibility", messages::changeVisibility),
                entry("ChangeMessageVisibilityBatch", messages::changeVisibilityBatch),
                entry("CreateQueue", queueActions::create),
                entry("DeleteMessage", messages::delete),
                entry("DeleteMessageBatch", messages::deleteBatch),
                entry("DeleteQueue", queueActions::delete),
                entry("GetQueueAttributes", queueActions::getAttributes),
                entry("GetQueueUrl", queueActions::url),
                entry("ListDeadLetterSourceQueues", queueActions::listDeadLetterSources),
                entry("ListMessageMoveTasks", moves::list),
                entry("ListQueueTags", queueActions::listTags),
                entry("ListQueues", queueActions::list),
                entry("PurgeQueue", queueActions::purge),
                entry("ReceiveMessage", messages::receive),
                entry("RemovePermission", permissions::remove),
                entry("SendMessage", messages::send),
                entry("SendMessageBatch", messages::sendBatch),
                entry("SetQueueAttributes", queueActions::setAttributes),
                entry("StartMessageMoveTask", moves::start),
                entry("TagQueue", queueActions::tag),
                entry("UntagQueue", queueActions::untag));
    }

    /**
     * Performs the call and completes with its result, or with a missing node if the action has none.
     *
     * @throws SqsErrorException for an error of SQS; the stage can fail with it as well
     */
    CompletionStage<JsonNode> perform(SqsCall call) {
        Function<SqsCall, CompletionStage<JsonNode>> action = byName.get(call.action());
        if (action == null) {
            throw SqsErrorException.unknownAction(call.action());
        }
        return action.apply(call);
    }
}
