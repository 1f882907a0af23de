package stage5.local.lambda;

/**
 * The outcome of an invocation and the version that it ran.
 *
 * @param version a number or {@code $LATEST}
 */
record VersionOutcome(String version, InvocationOutcome outcome) {}
