package stage5.catalog.domain;

import java.util.Locale;

/** Whether a product is for sale. */
public enum ProductStatus {
    ACTIVE,
    RETIRED;

    /** Returns the status by its name in requests, answers and events; throws {@link IllegalArgumentException}. */
    public static ProductStatus of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the status as requests, answers and events write it. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
