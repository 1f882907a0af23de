package stage5.load.plan;

/** What a visitor asks for. */
public enum Kind {
    LISTING("listing"),
    SEARCH("search"),
    PRODUCT("product page"),
    BESTSELLERS("bestsellers"),
    HISTORY("order history"),
    ORDER("place order"),
    /** Whether an order that was placed is settled: as often as it takes, so that it is no part of a plan. */
    LOOK("look at order"),
    /** No request, but the time from the intended placing of an order until its buyer sees it settled. */
    SETTLED("order settled");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** Returns its name in reports and results. */
    public String label() {
        return label;
    }

    /** Returns whether it is a request that the plan says, with a time at which it is due. */
    public boolean isPlanned() {
        return this != LOOK && this != SETTLED;
    }
}
