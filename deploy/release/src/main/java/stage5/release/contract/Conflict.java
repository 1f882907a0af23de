package stage5.release.contract;

import stage5.release.contract.Contracts.Candidate;

/**
 * Why two releases can't run side by side.
 *
 * @param reader who relies on the other
 * @param owner whose contract does not hold what the reader relies on
 * @param reason names the document and the field
 */
public record Conflict(Candidate reader, Candidate owner, String reason) {

    @Override
    public String toString() {
        return "%s relies on what %s does not promise: %s".formatted(reader, owner, reason);
    }
}
