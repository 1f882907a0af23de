package stage5.release.contract;

import stage5.release.contract.Contracts.ContractVersion;

/**
 * A reason why two releases can't run side by side.
 *
 * @param reader the release that relies on the other
 * @param owner the release whose contract lacks what the reader relies on
 * @param reason with the document and the field
 */
public record Conflict(ContractVersion reader, ContractVersion owner, String reason) {

    @Override
    public String toString() {
        return "%s relies on what %s does not promise: %s".formatted(reader, owner, reason);
    }
}
