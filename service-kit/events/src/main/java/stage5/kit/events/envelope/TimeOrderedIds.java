package stage5.kit.events.envelope;

/** Generates unique ids that sort by their time of creation. Injected, so that tests can control them. */
@FunctionalInterface
public interface TimeOrderedIds {

    /** Returns a new UUID version 7. */
    String next();
}
