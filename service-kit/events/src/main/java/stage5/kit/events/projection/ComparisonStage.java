package stage5.kit.events.projection;

/** How far comparing two generations is. */
public enum ComparisonStage {
    /** The entries of the generation that is read are looked up in the new one. */
    THERE,
    /** The entries of the new one are looked up in the one that is read: some may be too many. */
    BACK,
    /** What differed is looked at again, for an event may have been on its way. */
    AGAIN
}
