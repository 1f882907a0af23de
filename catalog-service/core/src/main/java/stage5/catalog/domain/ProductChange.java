package stage5.catalog.domain;

import java.util.Optional;
import stage5.kit.web.money.Money;

/** A requested change of a product. Fields that are empty stay unchanged. */
public record ProductChange(
        Optional<String> name,
        Optional<String> category,
        Optional<String> description,
        Optional<Money> price,
        Optional<ProductStatus> status) {

    /** Returns whether no field is to change. */
    public boolean isEmpty() {
        return name.isEmpty() && category.isEmpty() && description.isEmpty() && price.isEmpty() && status.isEmpty();
    }
}
