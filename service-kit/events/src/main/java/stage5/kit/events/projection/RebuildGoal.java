package stage5.kit.events.projection;

/** The purpose of a rebuild. */
public enum RebuildGoal {
    /** Activate the new generation if it equals the active one. */
    FLIP,
    /** Activate the new generation even if it differs. */
    FORCE,
    /** Only compare; the new generation is deleted afterwards. */
    VERIFY
}
