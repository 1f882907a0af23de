package stage5.kit.events.projection;

/** Where the rebuilding of a read model is. */
public enum RebuildPhase {
    /** Nothing is built. */
    IDLE,
    /** Every process is to notice that there is a new generation to feed, before the first old event is read. */
    PREPARING,
    /** The events that were stored before are projected. */
    SCANNING,
    /** The new generation is held against the one that is read. */
    COMPARING,
    /** They differ, for longer than events take to arrive: a person decides. The new one is still fed. */
    DIFFERENT,
    /** What nobody reads any more is deleted. */
    CLEARING
}
