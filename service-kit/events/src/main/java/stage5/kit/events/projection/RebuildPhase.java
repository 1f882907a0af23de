package stage5.kit.events.projection;

/** The phases of a rebuild, in order. */
public enum RebuildPhase {
    /** No rebuild is running. */
    IDLE,
    /** Waits until every process projects new events to the new generation, before stored events are read. */
    PREPARING,
    /** Reads the event store and projects its events to the new generation. */
    SCANNING,
    /** Compares the new generation with the active one. */
    COMPARING,
    /**
     * The generations still differ after {@link ReadModelSettings#convergenceTime}; an operator decides. Both get new
     * events.
     */
    DIFFERENT,
    /** Deletes generations that no process uses any more. */
    CLEARING
}
