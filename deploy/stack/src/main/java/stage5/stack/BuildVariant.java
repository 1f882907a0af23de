package stage5.stack;

/** The build of a service's container that is started. */
public enum BuildVariant {
    /** The latest build: the jar, with its AOT cache if there is one, or the native executable. */
    NEWEST,
    /** The jar, without an AOT cache. */
    JVM,
    /** The jar with its AOT cache. */
    JVM_AOT,
    /** The native executable. */
    NATIVE
}
