package stage5.kit.telemetry.flows;

/** How the span that processes an event refers to the span that created it: {@code stage5.tracing.async}. */
public enum AsyncMode {
    PARENT,
    LINK,
    BOTH
}
