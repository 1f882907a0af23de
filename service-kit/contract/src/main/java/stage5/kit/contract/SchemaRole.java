package stage5.kit.contract;

/** Who has to get along with a schema's old form: it decides which way the schema may change. */
enum SchemaRole {
    /** Readers that know the old schema get new events, and those that know the new one old events, for ever. */
    EVENT("readers don't expect it", "old events don't have it so", true, true),

    /** Callers that know the old schema get new answers. */
    ANSWER("callers don't expect it", "", true, false),

    /** Callers that know the old schema send old requests. */
    REQUEST("", "callers still send the old form", false, true);

    private final String whenWidened;
    private final String whenNarrowed;
    private final boolean written;
    private final boolean read;

    SchemaRole(String whenWidened, String whenNarrowed, boolean written, boolean read) {
        this.whenWidened = whenWidened;
        this.whenNarrowed = whenNarrowed;
        this.written = written;
        this.read = read;
    }

    /** Returns whether somebody who knows the old schema reads what the new one allows. */
    boolean written() {
        return written;
    }

    /** Returns whether what the old schema allows is read by somebody who knows the new one. */
    boolean read() {
        return read;
    }

    String whenWidened() {
        return whenWidened;
    }

    String whenNarrowed() {
        return whenNarrowed;
    }
}
