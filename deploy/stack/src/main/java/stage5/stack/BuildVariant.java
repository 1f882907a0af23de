package stage5.stack;

/** Which of the ways in which a service's container can be built is started. */
public enum BuildVariant {
    /** Whatever was built last: the jar, with its AOT cache where there is one, or the native executable. */
    NEWEST,
    /** The jar, without an AOT cache. */
    JVM,
    /** The jar with its AOT cache. */
    JVM_AOT,
    /** The native executable. */
    NATIVE
}
