package stage5.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** The queues, topics, subscriptions and tables that steps have created, and which are deleted in the end. */
final class CreatedResources {

    /** The deleting call of each creating one, and the member that names the resource in it. */
    private static final Map<String, Deletion> DELETIONS = Map.of(
            "CreateQueue", new Deletion("DeleteQueue", "QueueUrl"),
            "CreateTopic", new Deletion("DeleteTopic", "TopicArn"),
            "Subscribe", new Deletion("Unsubscribe", "SubscriptionArn"),
            "CreateTable", new Deletion("DeleteTable", "TableName"));

    private final Target target;
    private final Deque<Runnable> deletions = new ArrayDeque<>();

    private record Deletion(String action, String member) {}

    CreatedResources(Target target) {
        this.target = target;
    }

    /** Notes what a call has created, if it has. */
    void add(String service, String region, String action, JsonNode parameters, Result result) {
        Deletion deletion = DELETIONS.get(action);
        if (deletion == null || !result.isSuccess()) {
            return;
        }
        JsonNode name = result.fields().path(deletion.member()); // a table's name is in the request
        String resource = (name.isMissingNode() ? parameters.path(deletion.member()) : name).asText();
        if (resource.isEmpty() || service.equals("sns") && !resource.startsWith("arn:")) {
            return; // such as a subscription that is pending confirmation
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode().put(deletion.member(), resource);
        Protocol protocol = service.equals("sns") ? Protocol.QUERY : Protocol.JSON;
        deletions.push(() -> target.call(service, region, protocol, deletion.action(), request));
    }

    /** Deletes everything, the newest first. What a case has deleted itself is skipped by the services. */
    void delete() {
        deletions.forEach(Runnable::run);
        deletions.clear();
    }
}
