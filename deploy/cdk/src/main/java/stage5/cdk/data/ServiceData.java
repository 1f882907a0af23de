package stage5.cdk.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;
import stage5.cdk.Site;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Table;

/**
 * What a service keeps and what it says: its tables, its topic, its queues. It knows nothing of the service's form, so
 * that another form finds them as they are; their logical ids must never change, for CloudFormation would make them anew.
 */
public final class ServiceData extends Construct {

    private final ServiceTopology topology;
    private final Map<String, QueuePair> queues = new LinkedHashMap<>();
    private final Topic topic;

    public ServiceData(Construct scope, Site site, ServiceTopology topology) {
        super(scope, "Data");
        this.topology = topology;
        if (site.isPrimary()) {
            for (Table table : topology.tables()) {
                Tables.create(this, site, table);
            }
        }
        this.topic = topology.topic() == null ? null : Topics.create(this, topology.topic());
        for (Queue queue : topology.queues()) {
            queues.put(queue.name(), QueuePair.create(this, site, queue));
        }
    }

    /** Returns what the service owns. */
    public ServiceTopology topology() {
        return topology;
    }

    /** Returns the service's topic, if it publishes. */
    public Optional<Topic> topic() {
        return Optional.ofNullable(topic);
    }

    /** Returns the service's queues with their dead-letter queues, by name. */
    public Map<String, QueuePair> queues() {
        return queues;
    }
}
