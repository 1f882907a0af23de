package stage5.catalog.reserving;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.Shortage;

/**
 * The data of the events about an order's stock.
 *
 * @param reason why no stock was reserved; null, and left out of the JSON, unless the reservation was rejected
 * @param shortages the products that were short; null and left out likewise
 */
@RegisterForReflection(targets = {ReservationData.class, ReservationLine.class, Shortage.class})
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReservationData(String orderId, List<ReservationLine> lines, String reason, List<Shortage> shortages) {

    static final String RESERVED = "stage5.stock.reserved.v1";
    static final String REJECTED = "stage5.stock.rejected.v1";
    static final String RELEASED = "stage5.stock.released.v1";

    static final String OUT_OF_STOCK = "out-of-stock";
    static final String UNKNOWN_PRODUCT = "unknown-product";

    static ReservationData of(String orderId, List<ReservationLine> lines) {
        return new ReservationData(orderId, lines, null, null);
    }
}
