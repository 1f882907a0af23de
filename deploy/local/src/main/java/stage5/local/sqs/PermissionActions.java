package stage5.local.sqs;

import static java.util.concurrent.CompletableFuture.completedStage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The actions that add statements to the policy of a queue, and remove them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html">AddPermission</a>
 */
final class PermissionActions {

    private static final String POLICY = "Policy";
    private static final String STATEMENT = "Statement";
    private static final String LABEL = "Label";
    private static final int MAX_ACTIONS = 7;

    /** The actions that other accounts can be allowed. */
    private static final Set<String> SHARED_ACTIONS = Set.of(
            "*",
            "ChangeMessageVisibility",
            "DeleteMessage",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ListDeadLetterSourceQueues",
            "PurgeQueue",
            "ReceiveMessage",
            "SendMessage");

    private final QueueRegistry queues;

    PermissionActions(QueueRegistry queues) {
        this.queues = queues;
    }

    CompletionStage<JsonNode> add(SqsCall call) {
        SqsQueue queue = queues.of(call);
        String label = Parameters.requireText(call.parameters(), LABEL);
        List<String> actions = Parameters.texts(call.parameters(), "Actions");
        List<String> accounts = Parameters.texts(call.parameters(), "AWSAccountIds");
        check(actions, accounts);
        ObjectNode policy = policy(queue);
        ArrayNode statements = policy.withArray(STATEMENT);
        for (JsonNode statement : statements) {
            if (statement.path("Sid").asText().equals(label)) {
                throw SqsErrorException.invalidParameterValue(LABEL, label, "Already exists.");
            }
        }
        statements.add(statement(queue, label, actions, accounts));
        queues.change(queue, Map.of(POLICY, policy.toString()));
        return completedStage(MissingNode.getInstance());
    }

    private static void check(List<String> actions, List<String> accounts) {
        if (actions.isEmpty()) {
            throw SqsErrorException.missingParameter("Actions");
        }
        if (accounts.isEmpty()) {
            throw SqsErrorException.invalidParameterValue("PrincipalId", accounts, "Unable to verify.");
        }
        if (actions.size() > MAX_ACTIONS) {
            throw SqsErrorException.of(
                    403, "OverLimit", actions.size() + " Actions were found, maximum allowed is " + MAX_ACTIONS + ".");
        }
        for (String action : actions) {
            if (!SHARED_ACTIONS.contains(action)) {
                throw SqsErrorException.invalidParameterValue(
                        "ActionName", "SQS:" + action, "Only the queue owner is allowed to invoke this action.");
            }
        }
    }

    private static ObjectNode policy(SqsQueue queue) {
        String policy = queue.attributes().values().get(POLICY);
        if (policy != null) {
            return (ObjectNode) QueueAttributes.json(policy);
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("Version", "2008-10-17")
                .put("Id", queue.arn() + "/SQSDefaultPolicy");
    }

    private static ObjectNode statement(SqsQueue queue, String label, List<String> actions, List<String> accounts) {
        ObjectNode statement =
                JsonNodeFactory.instance.objectNode().put("Sid", label).put("Effect", "Allow");
        statement
                .putObject("Principal")
                .set(
                        "AWS",
                        oneOrList(accounts.stream()
                                .map(account -> "arn:aws:iam::" + account + ":root")
                                .toList()));
        statement.set(
                "Action",
                oneOrList(actions.stream().map(action -> "SQS:" + action).toList()));
        return statement.put("Resource", queue.arn());
    }

    private static JsonNode oneOrList(List<String> values) {
        if (values.size() == 1) {
            return JsonNodeFactory.instance.textNode(values.getFirst());
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.forEach(list::add);
        return list;
    }

    CompletionStage<JsonNode> remove(SqsCall call) {
        SqsQueue queue = queues.of(call);
        String label = Parameters.requireText(call.parameters(), LABEL);
        ObjectNode policy = policy(queue);
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode statement : policy.path(STATEMENT)) {
            if (!statement.path("Sid").asText().equals(label)) {
                kept.add(statement);
            }
        }
        if (kept.size() == policy.path(STATEMENT).size()) {
            throw SqsErrorException.invalidParameterValue(LABEL, label, "can't find label.");
        }
        policy.set(STATEMENT, kept);
        queues.change(queue, Map.of(POLICY, kept.isEmpty() ? "" : policy.toString()));
        return completedStage(MissingNode.getInstance());
    }
}
