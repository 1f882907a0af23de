package stage5.load;

/** What the visitors come for. */
public enum Model {
    /** Listings, searches and product pages. */
    BROWSE(0),
    /** An order each, watched until it is settled. */
    CHECKOUT(1),
    /** One visitor in ten orders, the others browse. */
    MIX(0.1);

    private final double buyers;

    Model(double buyers) {
        this.buyers = buyers;
    }

    /** Returns the share of visitors who place an order, 0 to 1. */
    double buyers() {
        return buyers;
    }
}
