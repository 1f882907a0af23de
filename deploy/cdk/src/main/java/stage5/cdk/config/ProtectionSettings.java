package stage5.cdk.config;

/**
 * The AWS security services that the environment needs. A deployment enables them, or adopts those that the account or its
 * organisation has enabled; an adopted one is never changed.
 */
public record ProtectionSettings(boolean guardDuty, boolean inspector, boolean securityHub) {

    /** Returns whether any of them is enabled. */
    public boolean any() {
        return guardDuty || inspector || securityHub;
    }
}
