package stage5.order.saga;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The time at which the next step of a saga is due. The saga may have changed or ended since.
 *
 * @param version that of the saga whose step is due; another version has its own time
 * @param failures how often the step has failed since the saga's last change
 */
record DueSaga(String orderId, long version, Instant dueAt, int failures) {

    /**
     * A page of a shard, longest due first.
     *
     * @param end the key after which the next page begins; empty on the last page
     */
    record Page(List<DueSaga> sagas, Map<String, AttributeValue> end) {

        Page {
            sagas = List.copyOf(sagas);
            end = Map.copyOf(end);
        }
    }
}
