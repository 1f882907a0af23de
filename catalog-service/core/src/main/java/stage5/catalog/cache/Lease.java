package stage5.catalog.cache;

import java.util.UUID;

/** The right to load a value, as it lies in the value's place; no value begins as a lease does. */
record Lease(String text) {

    private static final String PREFIX = "lease:";

    /** Returns a lease that nobody else has. */
    static Lease random() {
        return new Lease(PREFIX + UUID.randomUUID());
    }

    /** Returns whether what lies under a key is somebody's lease. */
    static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }
}
