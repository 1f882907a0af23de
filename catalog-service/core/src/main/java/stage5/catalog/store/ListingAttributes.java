package stage5.catalog.store;

/** The key attributes of the listing indexes. The indexes are sparse: an item without the attributes is not listed. */
public final class ListingAttributes {

    /** Partition key of the listings of all products for sale. */
    public static final String SHELF = "shelf";

    /** The only value of {@link #SHELF}. */
    public static final String ALL = "all";

    /** Partition key of the listings of one category. */
    public static final String CATEGORY = "category";

    public static final String BY_NAME = "byName";
    public static final String BY_PRICE = "byPrice";
    public static final String BY_SOLD = "bySold";

    private ListingAttributes() {}
}
