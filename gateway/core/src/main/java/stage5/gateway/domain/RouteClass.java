package stage5.gateway.domain;

import static stage5.gateway.domain.Upstream.CATALOG;
import static stage5.gateway.domain.Upstream.ORDER;
import static stage5.gateway.domain.Upstream.USER;

/**
 * Calls of one service that fail, wait and cost alike. Each class has its own circuit breaker, bulkhead and admission
 * limit, so that calls of one kind can't take another kind down: sign-ups that wait for hashing don't reject log-ins, and
 * bestsellers without Redis don't reject orders, which need no Redis.
 */
public enum RouteClass {
    /** Reading products and categories. */
    BROWSING("catalog", CATALOG),
    /** Changing products and stock. */
    CATALOG_CHANGES("catalog-changes", CATALOG),
    /** Placing an order. */
    PLACING_ORDERS("place-order", ORDER),
    /** Reading and cancelling orders. */
    ORDERS("orders", ORDER),
    /** The events of an order. */
    STREAMS("streams", ORDER),
    /** Bestsellers and sales, which are read from Redis. */
    SALES("sales", ORDER),
    /** Signing up, which hashes a password. */
    SIGN_UP("sign-up", USER),
    /** Logging in, which hashes a password. */
    LOG_IN("log-in", USER),
    /** Profiles and sessions. */
    USERS("users", USER);

    private final String label;
    private final Upstream upstream;

    RouteClass(String label, Upstream upstream) {
        this.label = label;
        this.upstream = upstream;
    }

    /** Returns the name of the class: of its circuit breaker, in {@code stage5.admission.classes} and in metrics. */
    public String label() {
        return label;
    }

    /** Returns the service that the calls go to. */
    public Upstream upstream() {
        return upstream;
    }

    /** Returns the class of the calls to a service that belong to no other class. */
    static RouteClass of(Upstream upstream) {
        return switch (upstream) {
            case CATALOG -> BROWSING;
            case ORDER -> ORDERS;
            case USER -> USERS;
        };
    }
}
