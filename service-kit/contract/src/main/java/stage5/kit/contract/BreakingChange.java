package stage5.kit.contract;

/**
 * A change of a contract that breaks somebody who relies on the release before it.
 *
 * @param file the changed document, {@code order-service/contract/openapi.yaml}
 * @param pointer the changed field in it, an RFC 6901 JSON pointer
 * @param change what became of the field, and whom that breaks
 */
public record BreakingChange(String file, String pointer, String change) {

    @Override
    public String toString() {
        return file + "#" + pointer + ": " + change;
    }
}
