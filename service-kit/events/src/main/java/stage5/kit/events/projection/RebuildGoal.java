package stage5.kit.events.projection;

/** What a rebuild is for. */
public enum RebuildGoal {
    /** Read the new generation if it equals the one that is read. */
    FLIP,
    /** Read the new one even though they differ. */
    FORCE,
    /** Only see whether they are equal: the new one is deleted again. */
    VERIFY
}
