package stage5.kit.contract;

/**
 * A change of a contract that breaks consumers or callers of the previous release.
 *
 * @param file the changed document, {@code order-service/contract/openapi.yaml}
 * @param pointer the changed field in the document, an RFC 6901 JSON pointer
 * @param change what has changed, and what it breaks
 */
public record BreakingChange(String file, String pointer, String change) {

    @Override
    public String toString() {
        return file + "#" + pointer + ": " + change;
    }
}
