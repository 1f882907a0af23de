package stage5.load.statistics;

/** Whether lower or higher values of a metric are better. */
public enum Direction {
    LOWER,
    HIGHER,
    NEITHER
}
