package stage5.catalog.domain;

/**
 * The place of a product in an order: what it is sorted by, as text that sorts as the value does, and then the sku, so
 * that no two products have the same place.
 */
public final class SortKey {

    private static final char SEPARATOR = '#';

    private SortKey() {}

    /** Returns the place by name. */
    public static String byName(String name, String sku) {
        return Words.plain(name) + SEPARATOR + sku;
    }

    /** Returns the place by a number that is not negative: a price, or how many were sold. */
    public static String byNumber(long number, String sku) {
        return "%018d".formatted(number) + SEPARATOR + sku;
    }

    /** Returns the sku at a place; throws {@link IllegalArgumentException} for what is no place. */
    public static String sku(String key) {
        return key.substring(separator(key) + 1);
    }

    /** Returns the number at a place; throws {@link IllegalArgumentException} for what is no place by number. */
    public static long number(String key) {
        return Long.parseLong(key.substring(0, separator(key)));
    }

    private static int separator(String key) {
        int separator = key.lastIndexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("Not a sort key: " + key);
        }
        return separator;
    }
}
