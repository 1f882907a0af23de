package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import stage5.catalog.domain.Category;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.Sku;
import stage5.kit.web.money.Money;
import stage5.kit.web.text.TextLength;

/**
 * The body of {@code POST /api/products}, and an element of the body of {@code POST /api/products/import}.
 *
 * @param onHand the units on hand at first; null means none
 */
@RegisterForReflection
public record NewProduct(
        @NotNull @Pattern(regexp = Sku.PATTERN, message = ProductTextRules.SKU)
        String sku,

        @NotNull
        @TextLength(max = ProductTextRules.MAX_NAME)
        @Pattern(regexp = ProductTextRules.NAME_PATTERN, message = ProductTextRules.NAME)
        String name,

        @NotNull @Pattern(regexp = Category.PATTERN, message = ProductTextRules.CATEGORY)
        String category,

        @NotNull
        @TextLength(max = ProductTextRules.MAX_DESCRIPTION)
        @Pattern(regexp = ProductTextRules.DESCRIPTION_PATTERN, message = ProductTextRules.DESCRIPTION)
        String description,

        @NotNull @Valid Money price,
        @Min(0) @Max(StockLevel.MAX) Long onHand) {

    ProductState toState() {
        return ProductState.added(Product.added(sku, name, category, description, price), onHand == null ? 0 : onHand);
    }
}
