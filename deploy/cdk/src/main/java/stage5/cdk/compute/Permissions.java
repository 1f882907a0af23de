package stage5.cdk.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import stage5.cdk.StackLocation;
import stage5.topology.FenceTable;
import stage5.topology.Needs.TableActions;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Table;

/**
 * The IAM statements of a service: the actions that its code calls, on the resources that it owns. Resources are given
 * by name, because no stack creates the replicas of tables outside the primary region.
 */
record Permissions(StackLocation location, ServiceTopology topology) {

    private static final List<String> ON_POLLED_QUEUES =
            List.of("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage");

    private static final List<String> ON_DEAD_LETTERS = List.of("sqs:GetQueueAttributes", "sqs:GetQueueUrl");

    /** The actions of <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">Lambda's poller</a>. */
    private static final List<String> ON_EVENT_SOURCES =
            List.of("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage");

    /** Messages go back to their queue while this region may not write. */
    private static final List<String> ON_QUEUES_OF_FUNCTIONS = List.of("sqs:GetQueueUrl", "sqs:SendMessage");

    private static final String QUERY = "dynamodb:Query";

    /** Returns the statements of a task, which serves HTTP, polls queues and runs the sweeper. */
    List<PolicyStatement> forTask() {
        List<PolicyStatement> all = ofStore(onTables(true));
        add(all, ON_POLLED_QUEUES, queues().map(Queue::name).map(this::queue).toList());
        add(
                all,
                ON_DEAD_LETTERS,
                queues().map(Queue::deadLetterQueue).map(this::queue).toList());
        return all;
    }

    /** Returns the statements of a function; for one that consumes queues, including those of Lambda's poller. */
    List<PolicyStatement> forFunction(stage5.topology.Function function) {
        List<PolicyStatement> all = ofStore(onTables(!function.isHttp()));
        if (stage5.topology.Function.QUEUE.equals(function.handler())) {
            List<String> arns = queues().map(Queue::name).map(this::queue).toList();
            add(all, ON_EVENT_SOURCES, arns);
            add(all, ON_QUEUES_OF_FUNCTIONS, arns);
        }
        return all;
    }

    /** Returns the DynamoDB actions of a part of the service; a test compares them with the calls in its bytecode. */
    private List<String> onTables(boolean inTheBackground) {
        TableActions actions = topology.needs().tableActions();
        return Stream.concat(actions.always().stream(), inTheBackground ? actions.background().stream() : Stream.of())
                .map(action -> "dynamodb:" + action)
                .sorted()
                .toList();
    }

    private List<PolicyStatement> ofStore(List<String> onTables) {
        List<PolicyStatement> all = new ArrayList<>();
        add(all, onTables, topology.tables().stream().map(this::table).toList());
        add(
                all,
                onTables.contains(QUERY) ? List.of(QUERY) : List.of(),
                topology.tables().stream()
                        .flatMap(
                                table -> table.indexes().stream().map(index -> table(table) + "/index/" + index.name()))
                        .toList());
        add(all, List.of("dynamodb:GetItem"), fence());
        add(
                all,
                List.of("sns:Publish"),
                topology.topic() == null ? List.of() : List.of(location.arn("sns", topology.topic())));
        return all;
    }

    /** A service without tables writes nothing. */
    private List<String> fence() {
        return location.environment().regions().hasFence() && !topology.tables().isEmpty()
                ? List.of(location.arn("dynamodb", "table/" + FenceTable.NAME))
                : List.of();
    }

    private Stream<Queue> queues() {
        return topology.queues().stream();
    }

    private String table(Table table) {
        return location.arn("dynamodb", "table/" + table.name());
    }

    private String queue(String name) {
        return location.arn("sqs", name);
    }

    private static void add(List<PolicyStatement> all, List<String> actions, List<String> resources) {
        if (!actions.isEmpty() && !resources.isEmpty()) {
            all.add(PolicyStatement.Builder.create()
                    .effect(Effect.ALLOW)
                    .actions(actions)
                    .resources(resources)
                    .build());
        }
    }
}
