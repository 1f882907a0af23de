package stage5.catalog.cache;

import java.util.UUID;

/**
 * A lease to load one value. Redis stores it under the key of the value until the value is filled in. Values are JSON
 * objects, so none starts with the prefix of a lease.
 */
record LoadLease(String text) {

    private static final String PREFIX = "lease:";

    /** Returns a new, unique lease. */
    static LoadLease random() {
        return new LoadLease(PREFIX + UUID.randomUUID());
    }

    /** Returns whether the text stored under a key is a lease rather than a value. */
    static boolean isLease(String text) {
        return text.startsWith(PREFIX);
    }
}
