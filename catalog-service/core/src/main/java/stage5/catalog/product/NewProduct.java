package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import stage5.catalog.domain.Category;
import stage5.catalog.domain.Sku;
import stage5.kit.money.Money;

/**
 * The body of {@code POST /api/products}.
 *
 * @param onHand how many units there are to begin with; none if left out
 */
@RegisterForReflection
public record NewProduct(
        @NotNull @Pattern(regexp = Sku.PATTERN, message = Texts.SKU)
        String sku,

        @NotNull @Size(max = Texts.MAX_NAME) @Pattern(regexp = Texts.NAME_PATTERN, message = Texts.NAME)
        String name,

        @NotNull @Pattern(regexp = Category.PATTERN, message = Texts.CATEGORY)
        String category,

        @NotNull
        @Size(max = Texts.MAX_DESCRIPTION)
        @Pattern(regexp = Texts.DESCRIPTION_PATTERN, message = Texts.DESCRIPTION)
        String description,

        @NotNull @Valid Money price,
        @Min(0) @Max(StockLevel.MAX) Long onHand) {}
