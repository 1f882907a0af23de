package stage5.catalog.store;

/** The attributes that the indexes of the listings have as keys. The indexes are sparse: what lacks one is not listed. */
public final class Shelf {

    /** The partition of the listings of everything that is for sale. */
    public static final String SHELF = "shelf";

    /** The one value of {@link #SHELF}. */
    public static final String ALL = "all";

    /** The partition of the listings of one category. */
    public static final String CATEGORY = "category";

    public static final String BY_NAME = "byName";
    public static final String BY_PRICE = "byPrice";
    public static final String BY_SOLD = "bySold";

    private Shelf() {}
}
