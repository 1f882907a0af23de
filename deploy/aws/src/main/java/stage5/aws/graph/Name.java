package stage5.aws.graph;

import java.util.Comparator;

/**
 * A name by which one stack finds what another one creates.
 *
 * @param account in which the name is unique
 * @param region in which the name is unique; empty for a name that is unique in all regions
 */
public record Name(Kind kind, String account, String region, String text) implements Comparable<Name> {

    private static final Comparator<Name> ORDER = Comparator.comparing(Name::kind)
            .thenComparing(Name::text)
            .thenComparing(Name::region)
            .thenComparing(Name::account);

    /** What a name belongs to. */
    public enum Kind {
        PARAMETER("SSM parameter"),
        SECRET("secret"),
        EXPORT("export"),
        QUEUE("queue"),
        TOPIC("topic"),
        TABLE("table"),
        FUNCTION("function"),
        ROLE("role"),
        LOG_GROUP("log group"),
        BUCKET("bucket"),
        REPOSITORY("image repository");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns whether the name is unique in all regions of the account. */
        boolean isGlobal() {
            return this == ROLE || this == BUCKET;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** Returns the name of something in an account and region. */
    public static Name of(Kind kind, String account, String region, String text) {
        return new Name(kind, account, kind.isGlobal() ? "" : region, text);
    }

    @Override
    public int compareTo(Name other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return kind + " " + text;
    }
}
