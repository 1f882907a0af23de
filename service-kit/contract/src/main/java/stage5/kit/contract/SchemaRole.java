package stage5.kit.contract;

/** What a schema describes. The role decides which changes of the schema break. */
enum SchemaRole {
    /** New events reach consumers with the old schema, and stored old events reach consumers with the new schema. */
    EVENT("consumers don't expect it", "old events don't have it so", true, true),

    /** New responses reach callers with the old schema. */
    RESPONSE("callers don't expect it", "", true, false),

    /** Requests of callers with the old schema reach the new service. */
    REQUEST("", "callers still send the old form", false, true);

    private final String whenWidened;
    private final String whenNarrowed;
    private final boolean oldReadersGetNewData;
    private final boolean newReadersGetOldData;

    SchemaRole(String whenWidened, String whenNarrowed, boolean oldReadersGetNewData, boolean newReadersGetOldData) {
        this.whenWidened = whenWidened;
        this.whenNarrowed = whenNarrowed;
        this.oldReadersGetNewData = oldReadersGetNewData;
        this.newReadersGetOldData = newReadersGetOldData;
    }

    /** Returns whether readers with the old schema get data of the new one, so that the schema must not be widened. */
    boolean oldReadersGetNewData() {
        return oldReadersGetNewData;
    }

    /** Returns whether readers with the new schema get data of the old one, so that the schema must not be narrowed. */
    boolean newReadersGetOldData() {
        return newReadersGetOldData;
    }

    /** Returns what a widened schema breaks, for the report. */
    String whenWidened() {
        return whenWidened;
    }

    /** Returns what a narrowed schema breaks, for the report. */
    String whenNarrowed() {
        return whenNarrowed;
    }
}
