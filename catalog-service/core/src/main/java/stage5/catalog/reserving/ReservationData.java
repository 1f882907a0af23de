package stage5.catalog.reserving;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import stage5.catalog.domain.Line;
import stage5.catalog.domain.Shortage;

/**
 * The data of the events about an order's stock.
 *
 * @param reason why there is none, left out where there is
 * @param shortages the products that there was not enough of, left out likewise
 */
@RegisterForReflection(targets = {ReservationData.class, Line.class, Shortage.class})
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReservationData(String orderId, List<Line> lines, String reason, List<Shortage> shortages) {

    static final String RESERVED = "stage5.stock.reserved.v1";
    static final String REJECTED = "stage5.stock.rejected.v1";
    static final String RELEASED = "stage5.stock.released.v1";

    static final String OUT_OF_STOCK = "out-of-stock";
    static final String UNKNOWN_PRODUCT = "unknown-product";

    static ReservationData of(String orderId, List<Line> lines) {
        return new ReservationData(orderId, lines, null, null);
    }
}
