package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The DynamoDB actions that services need on their tables. A test compares them with the calls in the services' bytecode. A
 * transaction is <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">authorised by the
 * actions of its parts</a>.
 */
final class TableActions {

    static final String QUERY = "dynamodb:Query";

    private static final Map<String, List<String>> ALWAYS = Map.of(
            "catalog-service",
            List.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    QUERY,
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem"),
            "order-service",
            List.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    QUERY,
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem"),
            "user-service",
            List.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem"),
            "notification-worker",
            List.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    QUERY,
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem"));

    /** In addition for queue consumers and the sweeper. */
    private static final Map<String, List<String>> IN_THE_BACKGROUND =
            Map.of("user-service", List.of("dynamodb:DeleteItem", QUERY));

    private TableActions() {}

    /** Returns the actions of a function behind the HTTP API. */
    static List<String> ofHttp(String service) {
        return ALWAYS.getOrDefault(service, List.of());
    }

    /** Returns the actions of a task, or of a function that consumes queues or runs a scheduled job. */
    static List<String> ofAll(String service) {
        var all = new TreeSet<>(ofHttp(service));
        all.addAll(IN_THE_BACKGROUND.getOrDefault(service, List.of()));
        return List.copyOf(all);
    }
}
