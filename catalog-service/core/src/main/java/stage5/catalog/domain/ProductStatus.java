package stage5.catalog.domain;

import java.util.Locale;

/** Whether a product is for sale. */
public enum ProductStatus {
    ACTIVE,
    RETIRED;

    /** Returns the status with this name in JSON; throws {@link IllegalArgumentException} for an unknown name. */
    public static ProductStatus of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the status's name in JSON. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
