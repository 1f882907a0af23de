package stage5.cdk.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;

/** A service's topic and queues, imported by name from its {@link DataStack}. */
public final class ServiceData extends Construct {

    private final ServiceTopology topology;
    private final Map<String, QueuePair> queues = new LinkedHashMap<>();
    private final ITopic topic;

    public ServiceData(Construct scope, StackLocation location, ServiceTopology topology) {
        super(scope, "Data");
        this.topology = topology;
        this.topic = topology.topic() == null
                ? null
                : Topic.fromTopicArn(this, "Topic", location.arn("sns", topology.topic()));
        for (Queue queue : topology.queues()) {
            queues.put(queue.name(), QueuePair.find(this, location, queue));
        }
    }

    /** Returns the service's part of the topology. */
    public ServiceTopology topology() {
        return topology;
    }

    /** Returns the service's topic; empty if it publishes no events. */
    public Optional<ITopic> topic() {
        return Optional.ofNullable(topic);
    }

    /** Returns the service's queues with their dead-letter queues, by name. */
    public Map<String, QueuePair> queues() {
        return queues;
    }
}
