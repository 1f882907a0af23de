package stage5.local.payment;

import java.util.Objects;

/**
 * How the payment provider behaves; what is null has its default.
 *
 * @param latencyMillis how long an answer takes at least; 0 to 60,000, by default 30
 * @param jitterMillis by how much longer it takes at most, evenly spread; 0 to 60,000, by default 20
 * @param errorRate the share of calls answered 500 before anything was done; by default 0
 * @param lostAnswerRate the share of calls whose answer is lost after everything was done: every other one gets a 500,
 *     the rest get nothing; by default 0
 * @param refusalRate the share of new charges that are refused; by default 0
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
