package stage5.local.sqs;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.topology.Queue;

/** The topology's queues at an external endpoint. */
public final class Queues implements AutoCloseable {

    private final SqsClient client;
    private final List<Queue> queues;
    private final Map<String, String> urls = new ConcurrentHashMap<>();

    public Queues(SqsClient client, List<Queue> queues) {
        this.client = client;
        this.queues = queues;
    }

    /**
     * Creates each queue after its dead-letter queue, because SQS rejects a redrive policy with a target that does not
     * exist. An existing queue is kept; SQS rejects the call if its attributes differ.
     */
    public void create() {
        for (Queue queue : queues) {
            DeclaredQueue declared = new DeclaredQueue(queue);
            create(queue.deadLetterQueue(), declared.ofDeadLetters());
            create(queue.name(), declared.attributes(arn(queue.deadLetterQueue())));
        }
    }

    private void create(String name, Map<String, String> attributes) {
        urls.put(
                name,
                client.createQueue(request -> request.queueName(name).attributesWithStrings(attributes))
                        .queueUrl());
    }

    /** Returns the ARN of a created queue. */
    public String arn(String name) {
        return client.getQueueAttributes(
                        request -> request.queueUrl(urls.get(name)).attributeNames(QUEUE_ARN))
                .attributes()
                .get(QUEUE_ARN);
    }

    /** Allows these topics, and no others, to send to the queue. Replaces the earlier policy. */
    public void allowTopics(String name, List<String> topicArns) {
        Map<String, String> policy = DeclaredQueue.policy(arn(name), topicArns);
        client.setQueueAttributes(request -> request.queueUrl(urls.get(name)).attributesWithStrings(policy));
    }

    /** Returns the depth of each queue, in the topology's order; empty before they are created. */
    public List<QueueDepth> depths() {
        return urls.isEmpty() ? List.of() : queues.stream().map(this::depth).toList();
    }

    private QueueDepth depth(Queue queue) {
        Map<QueueAttributeName, String> own = counts(queue.name());
        Map<QueueAttributeName, String> dead = counts(queue.deadLetterQueue());
        return new QueueDepth(queue.name(), visible(own), inFlight(own), visible(dead) + inFlight(dead), null);
    }

    private Map<QueueAttributeName, String> counts(String name) {
        return client.getQueueAttributes(request -> request.queueUrl(urls.get(name))
                        .attributeNames(APPROXIMATE_NUMBER_OF_MESSAGES, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
    }

    private static int visible(Map<QueueAttributeName, String> counts) {
        return Integer.parseInt(counts.get(APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    private static int inFlight(Map<QueueAttributeName, String> counts) {
        return Integer.parseInt(counts.get(APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    @Override
    public void close() {
        client.close();
    }
}
