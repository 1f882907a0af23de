package stage5.catalog.reserving;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import stage5.catalog.domain.ReservationLine;

/** The fields that this service reads of order-service's events. */
@RegisterForReflection(targets = {OrderData.class, ReservationLine.class})
record OrderData(String orderId, List<ReservationLine> lines) {

    static final String PLACED = "stage5.order.placed.v1";
    static final String CONFIRMED = "stage5.order.confirmed.v1";
    static final String REJECTED = "stage5.order.rejected.v1";
    static final String CANCELLED = "stage5.order.cancelled.v1";

    OrderData {
        Objects.requireNonNull(orderId, "orderId is missing");
        lines = List.copyOf(Objects.requireNonNull(lines, "lines are missing"));
    }
}
