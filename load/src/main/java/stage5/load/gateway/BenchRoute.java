package stage5.load.gateway;

import java.util.Arrays;
import java.util.Optional;
import stage5.stack.Component;

/** A route of the mixed load, and the service that owns it. */
enum BenchRoute {
    PRODUCT(Component.CATALOG),
    LISTING(Component.CATALOG),
    CATEGORIES(Component.CATALOG),
    PLACE_ORDER(Component.ORDER),
    ORDER(Component.ORDER),
    BESTSELLERS(Component.ORDER),
    PROFILE(Component.USER),
    LOG_IN(Component.USER),
    /** Composed by the gateway from catalog-service and order-service. */
    HOME(null),
    /** The events of an order; not part of the mixed load. */
    EVENTS(Component.ORDER);

    private final Component owner;

    BenchRoute(Component owner) {
        this.owner = owner;
    }

    /** Returns the service that answers; empty for a composed view. */
    Optional<Component> owner() {
        return Optional.ofNullable(owner);
    }

    /** Returns the routes of the mixed load. */
    static BenchRoute[] mixed() {
        return Arrays.stream(values()).filter(route -> route != EVENTS).toArray(BenchRoute[]::new);
    }
}
