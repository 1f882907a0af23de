package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import stage5.catalog.domain.Category;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductStatus;
import stage5.kit.web.money.Money;
import stage5.kit.web.text.TextLength;

/** The body of {@code PATCH /api/products/{sku}}. Fields that are left out or null stay unchanged. */
@RegisterForReflection
public record ProductPatch(
        @TextLength(max = ProductTextRules.MAX_NAME)
        @Pattern(regexp = ProductTextRules.NAME_PATTERN, message = ProductTextRules.NAME)
        String name,

        @Pattern(regexp = Category.PATTERN, message = ProductTextRules.CATEGORY)
        String category,

        @TextLength(max = ProductTextRules.MAX_DESCRIPTION)
        @Pattern(regexp = ProductTextRules.DESCRIPTION_PATTERN, message = ProductTextRules.DESCRIPTION)
        String description,

        @Valid Money price,

        @Pattern(regexp = "active|retired", message = "must be active or retired")
        String status) {

    ProductChange toChange() {
        return new ProductChange(
                Optional.ofNullable(name),
                Optional.ofNullable(category),
                Optional.ofNullable(description),
                Optional.ofNullable(price),
                Optional.ofNullable(status).map(ProductStatus::of));
    }
}
