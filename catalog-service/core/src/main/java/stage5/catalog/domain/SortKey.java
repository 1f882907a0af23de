package stage5.catalog.domain;

/**
 * The sort key of a product in a listing: the sorted value as text whose order is that of the value, then the SKU. So
 * sort keys are unique, and a cursor can name one.
 */
public final class SortKey {

    private static final char SEPARATOR = '#';

    private SortKey() {}

    /** Returns the sort key by name. */
    public static String byName(String name, String sku) {
        return Words.plain(name) + SEPARATOR + sku;
    }

    /** Returns the sort key by a non-negative number: a price in minor units, or the units sold. */
    public static String byNumber(long number, String sku) {
        return "%018d".formatted(number) + SEPARATOR + sku;
    }

    /** Returns the SKU in a sort key; throws {@link IllegalArgumentException} if the text is no sort key. */
    public static String sku(String key) {
        return key.substring(separator(key) + 1);
    }

    /**
     * Returns the number in a sort key; throws {@link IllegalArgumentException} if the text is no sort key by number.
     */
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
