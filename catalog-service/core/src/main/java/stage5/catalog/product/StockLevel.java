package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * The body of {@code PUT /api/products/{sku}/stock}.
 *
 * @param onHand the counted units, without those that are reserved for orders
 */
@RegisterForReflection
public record StockLevel(@NotNull @Min(0) @Max(MAX) Long onHand) {

    /** The most units of one product that can be on hand. */
    public static final long MAX = 1_000_000_000;
}
