package stage5.order.saga;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;

/**
 * The fields of catalog-service's stock events that the saga reads.
 *
 * @param reason why the stock was refused; null if it was reserved
 */
@RegisterForReflection
record StockData(String orderId, String reason) {

    static final String RESERVED = "stage5.stock.reserved.v1";
    static final String REJECTED = "stage5.stock.rejected.v1";

    StockData {
        Objects.requireNonNull(orderId, "orderId is missing");
    }
}
