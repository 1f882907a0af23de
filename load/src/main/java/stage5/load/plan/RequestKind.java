package stage5.load.plan;

import java.util.Arrays;

/** The kinds of requests that visitors send, and the one wait that is measured like a request. */
public enum RequestKind {
    LISTING("listing"),
    SEARCH("search"),
    PRODUCT("product page"),
    BESTSELLERS("bestsellers"),
    HISTORY("order history"),
    ORDER("place order"),
    /** Polls a placed order until it is settled. Unplanned: the number of polls depends on the shop. */
    LOOK("look at order"),
    /** Not a request: the time from an order's due time until a poll shows it settled. */
    SETTLED("order settled");

    private final String label;

    RequestKind(String label) {
        this.label = label;
    }

    /** Returns the kind of that label; throws {@link IllegalArgumentException} if there is none. */
    public static RequestKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no kind of request " + label));
    }

    /** Returns the name in reports and results. */
    public String label() {
        return label;
    }

    /** Returns whether such requests are part of the load plan, with a due time each. */
    public boolean isPlanned() {
        return this != LOOK && this != SETTLED;
    }
}
