package stage5.order.saga;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An entry of the index of due sagas. The index is eventually consistent, so the entry may be out of date.
 *
 * @param failures how often the step has failed since the saga's last change
 */
record DueSaga(String orderId, Instant dueAt, int failures) {

    /**
     * A page of the index, longest due first.
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
