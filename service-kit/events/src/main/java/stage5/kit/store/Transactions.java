package stage5.kit.store;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.problem.ProblemException;

/** Writes a {@link Change} and says why not, in words of the change. */
final class Transactions {

    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    private static final int CONFLICT_RETRIES = 8;
    private static final Duration CONFLICT_RETRY = Duration.ofSeconds(1);

    private Transactions() {}

    /**
     * Returns when the change is written; fails with {@link ConditionsFailed}. A conflict with another transaction on
     * the same item is no verdict on the conditions, so it is tried again (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html">transaction
     * conflicts</a>); where they do not end, it fails with a 503 problem, for the client may do the same later.
     */
    static Uni<Void> write(Dynamo dynamo, Change change) {
        return Dynamo.alwaysOnThisContext(
                        dynamo.call(c -> c.transactWriteItems(write -> write.transactItems(change.items()))))
                .onFailure(Transactions::isConflict)
                .retry()
                .withBackOff(Duration.ofMillis(10), Duration.ofMillis(500))
                .withJitter(0.5)
                .atMost(CONFLICT_RETRIES)
                .onFailure(Transactions::isConflict)
                .transform(e -> ProblemException.unavailable("Too many others change the same thing.", CONFLICT_RETRY))
                .onFailure(TransactionCanceledException.class)
                .transform(e -> inWordsOf(change, (TransactionCanceledException) e))
                .replaceWithVoid();
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof TransactionCanceledException canceled
                && codes(canceled).contains("TransactionConflict")
                && !codes(canceled).contains(CONDITION_FAILED);
    }

    private static Throwable inWordsOf(Change change, TransactionCanceledException canceled) {
        List<String> codes = codes(canceled);
        Set<String> failed = new LinkedHashSet<>();
        for (int i = 0; i < codes.size(); i++) {
            if (CONDITION_FAILED.equals(codes.get(i))) {
                failed.add(change.labels().get(i));
            }
        }
        return failed.isEmpty() ? canceled : new ConditionsFailed(failed);
    }

    private static List<String> codes(TransactionCanceledException canceled) {
        return canceled.cancellationReasons().stream()
                .map(CancellationReason::code)
                .toList();
    }
}
