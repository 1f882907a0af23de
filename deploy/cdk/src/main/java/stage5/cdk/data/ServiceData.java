package stage5.cdk.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Table;

/**
 * A service's tables, topic and queues. They don't depend on the service's form, so that a change of form leaves them
 * alone. Their logical ids must never change: CloudFormation would replace the resources.
 */
public final class ServiceData extends Construct {

    private final ServiceTopology topology;
    private final Map<String, QueuePair> queues = new LinkedHashMap<>();
    private final Topic topic;

    public ServiceData(Construct scope, StackLocation location, ServiceTopology topology) {
        super(scope, "Data");
        this.topology = topology;
        if (location.isPrimary()) {
            for (Table table : topology.tables()) {
                Tables.create(this, location, table);
            }
        }
        this.topic = topology.topic() == null ? null : Topics.create(this, topology.topic());
        for (Queue queue : topology.queues()) {
            queues.put(queue.name(), QueuePair.create(this, location, queue));
        }
    }

    /** Returns the service's part of the topology. */
    public ServiceTopology topology() {
        return topology;
    }

    /** Returns the service's topic; empty if it publishes no events. */
    public Optional<Topic> topic() {
        return Optional.ofNullable(topic);
    }

    /** Returns the service's queues with their dead-letter queues, by name. */
    public Map<String, QueuePair> queues() {
        return queues;
    }
}
