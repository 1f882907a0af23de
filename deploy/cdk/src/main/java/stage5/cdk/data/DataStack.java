package stage5.cdk.data;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;
import software.constructs.IConstruct;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Table;

/**
 * A service's tables, topic, queues and log groups: everything that outlives a release, a change of form and a failed
 * deployment of the service. Their logical ids must never change: CloudFormation would replace the resources.
 *
 * <p>Tables are created last, one after the other: deletion protection, where the environment has it, also prevents the
 * removal of a table by CloudFormation when a later resource of the first deployment fails.
 */
public final class DataStack extends StageFiveStack {

    public DataStack(Construct app, StackLocation location, ServiceTopology topology) {
        super(
                app,
                location,
                nameOf(topology.service()),
                "Stage Five: tables, topic, queues and log groups of " + topology.service());
        if (topology.topic() != null) {
            Topic topic = Topics.create(this, topology.topic());
            new SharedParameters(location).topicOf(topology.service()).write(this, topic.getTopicArn());
        }
        for (Queue queue : topology.queues()) {
            Queues.create(this, location, queue);
        }
        ServiceLogs.create(this, location, topology);
        if (location.isPrimary()) {
            addTables(topology.tables());
        }
    }

    /** Returns the name of the service's data stack within its environment. */
    public static String nameOf(String service) {
        return service + "-data";
    }

    private void addTables(List<Table> tables) {
        List<IConstruct> before = new ArrayList<>(getNode().getChildren());
        for (Table table : tables) {
            TableV2 created = Tables.create(this, location(), table);
            before.forEach(created.getNode()::addDependency);
            before = List.of(created);
        }
    }
}
