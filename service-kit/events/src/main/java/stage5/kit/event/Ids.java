package stage5.kit.event;

/** Makes ids; injected, as time is, so that a test can say what they are. */
@FunctionalInterface
public interface Ids {

    /** Returns a UUID version 7 that nobody has had before, so that ids sort by the time of their making. */
    String next();
}
