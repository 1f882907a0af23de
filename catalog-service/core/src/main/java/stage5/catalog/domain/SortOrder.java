package stage5.catalog.domain;

import java.util.Arrays;
import java.util.Comparator;

/** The sort orders of listings. */
public enum SortOrder {
    NAME("name", false),
    PRICE("price", false),
    PRICE_DESCENDING("-price", true),
    POPULARITY("popularity", true);

    /** Format of the request parameter {@code sort}. */
    public static final String PATTERN = "name|-?price|popularity";

    private final String parameter;
    private final boolean descending;

    SortOrder(String parameter, boolean descending) {
        this.parameter = parameter;
        this.descending = descending;
    }

    /** Returns the order with this parameter value; throws {@link IllegalArgumentException} for an unknown value. */
    public static SortOrder of(String parameter) {
        return Arrays.stream(values())
                .filter(order -> order.parameter.equals(parameter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown sort order: " + parameter));
    }

    /** Returns the order's value of the request parameter {@code sort}. */
    public String parameter() {
        return parameter;
    }

    /** Returns whether the greatest value comes first. */
    public boolean descending() {
        return descending;
    }

    /** Returns the comparator of {@linkplain SortKey sort keys} in this order. */
    public Comparator<String> comparator() {
        return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }
}
