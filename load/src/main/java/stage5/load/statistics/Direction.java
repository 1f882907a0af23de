package stage5.load.statistics;

/** Which way a metric gets better. */
public enum Direction {
    LOWER,
    HIGHER,
    NEITHER
}
