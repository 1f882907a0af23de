package stage5.kit.events.store;

import io.smallrye.mutiny.Uni;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.kit.events.dynamodb.Dynamo;

/** Writes a {@link Change} as one DynamoDB transaction and translates its cancellation reasons to labels. */
final class Transactions {

    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    /** The SDK retries a throttled call, but not a transaction that is canceled for this reason. */
    private static final Set<String> TRANSIENT =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private Transactions() {}

    /**
     * Completes once the change is written; fails with {@link ConditionsFailed} if a condition does not hold. A
     * conflict with a concurrent transaction on the same item says nothing about the conditions, so it is retried (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html">transaction
     * conflicts</a>). After eight retries, or without retry budget, it fails with a
     * 503 problem.
     *
     * <p>Each attempt has its own {@code stage5.dynamo.time-budget}; the caller's time budget limits all of them.
     */
    static Uni<Void> write(Dynamo dynamo, Change change) {
        if (change.isPlainWrite()) {
            return update(dynamo, change.items().getFirst().update())
                    .onFailure(ConditionalCheckFailedException.class)
                    .transform(e -> new ConditionsFailed(Set.copyOf(change.labels())));
        }
        return dynamo.retryTransaction(
                        () -> dynamo.call(c -> c.transactWriteItems(write -> write.transactItems(change.items())))
                                .onFailure(TransactionCanceledException.class)
                                .invoke(e -> reportContention(change, (TransactionCanceledException) e)),
                        Transactions::isTransient)
                .onFailure(TransactionCanceledException.class)
                .transform(e -> withLabels(change, (TransactionCanceledException) e))
                .replaceWithVoid();
    }

    private static Uni<Void> update(Dynamo dynamo, Update item) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(item.tableName())
                        .key(item.key())
                        .updateExpression(item.updateExpression())
                        .conditionExpression(item.conditionExpression())
                        .expressionAttributeNames(
                                item.hasExpressionAttributeNames() ? item.expressionAttributeNames() : null)
                        .expressionAttributeValues(
                                item.hasExpressionAttributeValues() ? item.expressionAttributeValues() : null)))
                .replaceWithVoid();
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof TransactionCanceledException canceled
                && codes(canceled).stream().anyMatch(TRANSIENT::contains)
                && !codes(canceled).contains(CONDITION_FAILED);
    }

    private static void reportContention(Change change, TransactionCanceledException canceled) {
        Set<String> contended = labels(change, canceled, TRANSIENT::contains);
        if (!contended.isEmpty()) {
            change.contended().accept(contended);
        }
    }

    private static Throwable withLabels(Change change, TransactionCanceledException canceled) {
        Set<String> failed = labels(change, canceled, CONDITION_FAILED::equals);
        return failed.isEmpty() ? canceled : new ConditionsFailed(failed);
    }

    /** DynamoDB lists one cancellation reason per item, in the order of the items. */
    private static Set<String> labels(Change change, TransactionCanceledException canceled, Predicate<String> reason) {
        List<String> codes = codes(canceled);
        Set<String> labels = new LinkedHashSet<>();
        for (int i = 0; i < codes.size(); i++) {
            if (codes.get(i) != null && reason.test(codes.get(i))) {
                labels.add(change.labels().get(i));
            }
        }
        return labels;
    }

    private static List<String> codes(TransactionCanceledException canceled) {
        return canceled.cancellationReasons().stream()
                .map(CancellationReason::code)
                .toList();
    }
}
