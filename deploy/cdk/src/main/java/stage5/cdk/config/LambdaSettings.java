package stage5.cdk.config;

/**
 * The lambda form.
 *
 * @param provisionedConcurrency how many environments of each HTTP function are kept warm; 0 where starts are accepted
 * @param canary the name of CodeDeploy's pace: {@code CANARY_10PERCENT_5MINUTES}, {@code ALL_AT_ONCE}, ...
 */
public record LambdaSettings(Kind kind, int provisionedConcurrency, String canary) {

    /** What a function runs. */
    public enum Kind {
        /** A native executable on {@code provided.al2023}. */
        NATIVE,
        /** Java 25, restored from a snapshot. */
        JVM
    }
}
