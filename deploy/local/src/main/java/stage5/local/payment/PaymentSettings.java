package stage5.local.payment;

import java.util.Objects;

/**
 * Latency and error rates of the payment provider; null means the default.
 *
 * @param latencyMillis the minimum response time; 0 to 60,000, default 30
 * @param jitterMillis the most that is added to it, uniformly distributed; 0 to 60,000, default 20
 * @param errorRate the share of calls that get a 500 before anything is done; default 0
 * @param lostAnswerRate the share of calls that lose their response after everything is done: half get a 500, the others
 *     no response; default 0
 * @param refusalRate the share of new charges that are refused; default 0
 */
record PaymentSettings(
        Integer latencyMillis, Integer jitterMillis, Double errorRate, Double lostAnswerRate, Double refusalRate) {

    static final PaymentSettings DEFAULT = new PaymentSettings(null, null, null, null, null);

    private static final int MAX_MILLIS = 60_000;

    PaymentSettings {
        latencyMillis = millis("latencyMillis", Objects.requireNonNullElse(latencyMillis, 30));
        jitterMillis = millis("jitterMillis", Objects.requireNonNullElse(jitterMillis, 20));
        errorRate = rate("errorRate", Objects.requireNonNullElse(errorRate, 0.0));
        lostAnswerRate = rate("lostAnswerRate", Objects.requireNonNullElse(lostAnswerRate, 0.0));
        refusalRate = rate("refusalRate", Objects.requireNonNullElse(refusalRate, 0.0));
    }

    private static int millis(String name, int value) {
        if (value < 0 || value > MAX_MILLIS) {
            throw new IllegalArgumentException(name + " must lie between 0 and " + MAX_MILLIS);
        }
        return value;
    }

    private static double rate(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1");
        }
        return value;
    }
}
