package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.exceptions.AWSExceptionFactory;
import com.amazonaws.services.dynamodbv2.exceptions.AmazonServiceExceptionType;
import com.amazonaws.services.dynamodbv2.model.CancellationReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Errors with the codes and messages of DynamoDB. DynamoDB Local's server turns them into responses.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors">Errors
 *     of TransactWriteItems</a>
 */
final class DynamoDbErrors {

    private static final String NONE = "None";
    private static final String CONFLICT = "TransactionConflict";
    private static final String CONFLICT_MESSAGE = "Transaction is ongoing for the item";
    private static final String THROTTLED = "ThrottlingError";
    private static final String THROTTLED_MESSAGE =
            "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table"
                    + " or index so please try again shortly.";

    private DynamoDbErrors() {}

    static RuntimeException internalError() {
        return AWSExceptionFactory.buildAWSException(
                AmazonServiceExceptionType.INTERNAL_SERVER_ERROR, "Internal server error");
    }

    static RuntimeException throttled() {
        return AWSExceptionFactory.buildAWSException(
                AmazonServiceExceptionType.PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION, THROTTLED_MESSAGE);
    }

    /** Returns the error of a write outside of a transaction. */
    static RuntimeException conflict() {
        return AWSExceptionFactory.buildAWSException(
                AmazonServiceExceptionType.TRANSACTION_CONFLICT_EXCEPTION, CONFLICT_MESSAGE);
    }

    /**
     * Returns the error of a transaction.
     *
     * @param items the number of items in the transaction
     * @param conflicting the positions of the items that other calls hold
     */
    static RuntimeException canceledByConflict(int items, Set<Integer> conflicting) {
        return canceled(items, conflicting, CONFLICT, CONFLICT_MESSAGE);
    }

    /** @param throttled the position of the throttled item */
    static RuntimeException canceledByThrottling(int items, int throttled) {
        return canceled(items, Set.of(throttled), THROTTLED, THROTTLED_MESSAGE);
    }

    /** The reasons have the order of the items. An item without an error has the code None. */
    private static RuntimeException canceled(int items, Set<Integer> positions, String code, String message) {
        List<CancellationReason> reasons = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            reasons.add(
                    positions.contains(i)
                            ? new CancellationReason().withCode(code).withMessage(message)
                            : new CancellationReason().withCode(NONE));
        }
        return AWSExceptionFactory.buildTransactionCanceledException(reasons);
    }
}
