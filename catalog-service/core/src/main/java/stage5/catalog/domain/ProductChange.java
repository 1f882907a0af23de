package stage5.catalog.domain;

import java.util.Optional;
import stage5.kit.money.Money;

/** What somebody wants to be different about a product; what is empty stays as it is. */
public record ProductChange(
        Optional<String> name,
        Optional<String> category,
        Optional<String> description,
        Optional<Money> price,
        Optional<ProductStatus> status) {

    /** Returns whether nothing is asked for. */
    public boolean isEmpty() {
        return name.isEmpty() && category.isEmpty() && description.isEmpty() && price.isEmpty() && status.isEmpty();
    }
}
