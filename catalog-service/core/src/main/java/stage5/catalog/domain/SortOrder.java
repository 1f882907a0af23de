package stage5.catalog.domain;

import java.util.Arrays;
import java.util.Comparator;

/** The orders in which products are listed. */
public enum SortOrder {
    NAME("name", false),
    PRICE("price", false),
    PRICE_DESCENDING("-price", true),
    POPULARITY("popularity", true);

    /** What a request's {@code sort} looks like. */
    public static final String PATTERN = "name|-?price|popularity";

    private final String parameter;
    private final boolean descending;

    SortOrder(String parameter, boolean descending) {
        this.parameter = parameter;
        this.descending = descending;
    }

    /** Returns the order that a request asks for by this name; throws {@link IllegalArgumentException} for no order. */
    public static SortOrder of(String parameter) {
        return Arrays.stream(values())
                .filter(order -> order.parameter.equals(parameter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no order by " + parameter));
    }

    /** Returns the order's name in a request. */
    public String parameter() {
        return parameter;
    }

    /** Returns whether the greatest comes first. */
    public boolean descending() {
        return descending;
    }

    /** Returns how {@linkplain SortKey sort keys} follow each other in this order. */
    public Comparator<String> comparator() {
        return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }
}
