package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.ConsumedCapacity;
import com.amazonaws.services.dynamodbv2.model.ReturnConsumedCapacity;
import java.util.List;
import java.util.Optional;

/**
 * The detail of the consumed capacity that a caller has requested.
 *
 * @param value as in the request
 * @param level empty if the value is invalid
 */
record CapacityDetail(String value, Optional<ReturnConsumedCapacity> level) {

    /** @param requested null for none */
    static CapacityDetail of(String requested) {
        if (requested == null) {
            return new CapacityDetail(null, Optional.of(ReturnConsumedCapacity.NONE));
        }
        for (ReturnConsumedCapacity level : ReturnConsumedCapacity.values()) {
            if (level.toString().equals(requested)) {
                return new CapacityDetail(requested, Optional.of(level));
            }
        }
        return new CapacityDetail(requested, Optional.empty());
    }

    /** Returns the detail that the meter needs; an invalid value stays as it is, so that DynamoDB Local rejects it. */
    String toRequest() {
        return level.isEmpty() ? value : ReturnConsumedCapacity.INDEXES.toString();
    }

    /** Reduces the capacity that DynamoDB Local states to what the caller has requested; null for none. */
    ConsumedCapacity requested(ConsumedCapacity stated) {
        return switch (level.orElseThrow()) {
            case NONE -> null;
            case TOTAL ->
                stated.clone().withTable(null).withGlobalSecondaryIndexes(null).withLocalSecondaryIndexes(null);
            case INDEXES -> stated;
        };
    }

    List<ConsumedCapacity> requested(List<ConsumedCapacity> stated) {
        return level.orElseThrow() == ReturnConsumedCapacity.NONE
                ? null
                : stated.stream().map(this::requested).toList();
    }
}
