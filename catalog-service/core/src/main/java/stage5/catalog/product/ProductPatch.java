package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import stage5.catalog.domain.Category;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductStatus;
import stage5.kit.money.Money;

/** The body of {@code PATCH /api/products/{sku}}: what is left out, or null, stays as it is. */
@RegisterForReflection
public record ProductPatch(
        @Size(max = Texts.MAX_NAME) @Pattern(regexp = Texts.NAME_PATTERN, message = Texts.NAME)
        String name,

        @Pattern(regexp = Category.PATTERN, message = Texts.CATEGORY)
        String category,

        @Size(max = Texts.MAX_DESCRIPTION) @Pattern(regexp = Texts.DESCRIPTION_PATTERN, message = Texts.DESCRIPTION)
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
