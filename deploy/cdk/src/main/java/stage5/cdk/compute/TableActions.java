package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What services do to items of their tables; a test holds it against the calls in their bytecode. A transaction is <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">allowed by its
 * parts</a>.
 */
final class TableActions {

    static final String QUERY = "dynamodb:Query";

    private static final Map<String, List<String>> ANYWHERE = Map.of(
            "catalog-service",
            List.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    QUERY,
                    "dynamodb:UpdateItem"),
            "order-service",
            List.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    QUERY,
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem"),
            "user-service",
            List.of("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
            "notification-worker",
            List.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    QUERY,
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem"));

    /** Besides, where queues are consumed and what a crash has left is swept up. */
    private static final Map<String, List<String>> IN_THE_BACKGROUND =
            Map.of("user-service", List.of("dynamodb:DeleteItem", QUERY));

    private TableActions() {}

    /** Returns what a function behind the HTTP API does. */
    static List<String> ofHttp(String service) {
        return ANYWHERE.getOrDefault(service, List.of());
    }

    /** Returns what a task does, or a function that consumes queues or sweeps. */
    static List<String> ofAll(String service) {
        var all = new TreeSet<>(ofHttp(service));
        all.addAll(IN_THE_BACKGROUND.getOrDefault(service, List.of()));
        return List.copyOf(all);
    }
}
