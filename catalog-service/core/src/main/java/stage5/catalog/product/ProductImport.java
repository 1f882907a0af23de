package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.catalog.domain.ProductState;
import stage5.kit.web.problem.Problem.FieldError;
import stage5.kit.web.problem.ProblemException;

/** The body of {@code POST /api/products/import}. */
@RegisterForReflection
public record ProductImport(
        @NotNull @Size(min = 1, max = MAX_PRODUCTS) List<@NotNull @Valid NewProduct> products) {

    static final int MAX_PRODUCTS = 100;

    /** Returns the products to add; throws a 400 problem if several have the same SKU. */
    List<ProductState> toStates() {
        requireDifferentSkus();
        return products.stream().map(NewProduct::toState).toList();
    }

    private void requireDifferentSkus() {
        Map<String, Integer> positions = new HashMap<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < products.size(); i++) {
            Integer first = positions.putIfAbsent(products.get(i).sku(), i);
            if (first != null) {
                errors.add(new FieldError("products[" + i + "].sku", "is also the SKU of products[" + first + "]"));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }
}
