package stage5.cdk.config;

/** The AWS security services that the environment enables itself. Leave out those that the organisation manages. */
public record ProtectionSettings(boolean guardDuty, boolean inspector, boolean securityHub) {

    /** Returns whether any of them is enabled. */
    public boolean any() {
        return guardDuty || inspector || securityHub;
    }
}
