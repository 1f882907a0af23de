package stage5.kit.telemetry.conventions;

/**
 * What is wrong with a span.
 *
 * @param message without values that differ from span to span, so that equal violations can be counted
 */
public record Violation(Rule rule, String message) {

    /** The rules of {@link SemanticConventions}. */
    public enum Rule {
        /** The kind is not that of the span's type. */
        KIND,

        /** The name is not made from the attributes that the type names. */
        NAME,

        /** A required attribute is missing. */
        MISSING,

        /** A required link is missing. */
        LINK,

        /** The registry has no such attribute. */
        UNKNOWN,

        /** The attribute has another name since an earlier version. */
        DEPRECATED,

        /** The value has another type. */
        TYPE,

        /** The value is not one of the well-known ones. */
        VALUE,

        /** Status, error type and HTTP status contradict each other. */
        ERROR,

        /** The span ends before it starts. */
        TIME
    }
}
