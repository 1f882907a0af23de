package stage5.cdk.config;

/**
 * Settings of the lambda form.
 *
 * @param provisionedConcurrency execution environments that each native HTTP function keeps initialised; 0 for none
 * @param canary CodeDeploy's traffic shift: {@code CANARY_10PERCENT_5MINUTES}, {@code CANARY_10PERCENT_15MINUTES} or
 *     {@code ALL_AT_ONCE}
 */
public record LambdaSettings(Kind kind, int provisionedConcurrency, String canary) {

    /** The kind of artifact that a function runs. */
    public enum Kind {
        /** A native executable on {@code provided.al2023}. */
        NATIVE,
        /** A jar on Java 25, with SnapStart. */
        JVM
    }
}
