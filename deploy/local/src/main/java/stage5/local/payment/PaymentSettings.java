package stage5.local.payment;

import java.util.Objects;
import stage5.local.fault.FaultSettings;
import stage5.local.http.InvalidFieldException;

/**
 * Latency and error rates of the payment provider; null means the default.
 *
 * @param latencyMillis the minimum response time; 0 to 60,000, default 30
 * @param jitterMillis the most that is added to it, uniformly distributed; 0 to 60,000, default 20
 * @param errorRate the share of calls that get a 500 before anything is done; default 0
 * @param lostAnswerRate the share of calls that lose their response after everything is done: half get a 500, the others
 *     no response; default 0
 * @param refusalRate the share of new charges that are refused; default 0
 * @param status the status of an injected response, 400 to 599; default none
 * @param statusRate the share of calls that get it; default 1
 * @param statusCount the number of calls that get it until the settings are set again; default unlimited
 * @param statusAfterEffect whether the call has its effect before it gets the status; default false
 * @param conflictWhileOutstanding whether a call gets a 409 while a charge with the same key is being processed; without it
 *     both calls get the same charge; default false
 * @param seed the seed of all random choices from now on, so that a sequence of calls gets the same faults again; default
 *     random
 */
record PaymentSettings(
        Integer latencyMillis,
        Integer jitterMillis,
        Double errorRate,
        Double lostAnswerRate,
        Double refusalRate,
        Integer status,
        Double statusRate,
        Integer statusCount,
        Boolean statusAfterEffect,
        Boolean conflictWhileOutstanding,
        Long seed)
        implements FaultSettings {

    static final PaymentSettings DEFAULT =
            new PaymentSettings(null, null, null, null, null, null, null, null, null, null, null);

    /** The longest response time without a fault. */
    static final long USUAL_MILLIS = DEFAULT.latencyMillis + DEFAULT.jitterMillis;

    private static final int MAX_MILLIS = 60_000;

    PaymentSettings {
        latencyMillis = millis("latencyMillis", Objects.requireNonNullElse(latencyMillis, 30));
        jitterMillis = millis("jitterMillis", Objects.requireNonNullElse(jitterMillis, 20));
        errorRate = rate("errorRate", Objects.requireNonNullElse(errorRate, 0.0));
        lostAnswerRate = rate("lostAnswerRate", Objects.requireNonNullElse(lostAnswerRate, 0.0));
        refusalRate = rate("refusalRate", Objects.requireNonNullElse(refusalRate, 0.0));
        statusRate = rate("statusRate", Objects.requireNonNullElse(statusRate, 1.0));
        statusAfterEffect = Objects.requireNonNullElse(statusAfterEffect, false);
        conflictWhileOutstanding = Objects.requireNonNullElse(conflictWhileOutstanding, false);
        if (status != null && (status < 400 || status > 599)) {
            throw new InvalidFieldException("status", "must lie between 400 and 599");
        }
        if (statusCount != null && statusCount < 0) {
            throw new InvalidFieldException("statusCount", "must be 0 or more");
        }
    }

    private static int millis(String name, int value) {
        if (value < 0 || value > MAX_MILLIS) {
            throw new InvalidFieldException(name, "must lie between 0 and " + MAX_MILLIS);
        }
        return value;
    }

    private static double rate(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidFieldException(name, "must lie between 0 and 1");
        }
        return value;
    }
}
