package stage5.cdk.config;

/** Which of AWS's guards an environment switches on by itself: none of those that the organisation does. */
public record ProtectionSettings(boolean guardDuty, boolean inspector, boolean securityHub) {

    /** Returns whether there is one at all. */
    public boolean any() {
        return guardDuty || inspector || securityHub;
    }
}
