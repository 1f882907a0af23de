package stage5.gateway.admission;

/**
 * Whether a request may go on.
 *
 * @param policy what applies, and under which name
 * @param remaining how many more requests there is room for now
 * @param secondsToWait until there is room for one, if there is none; otherwise until there is room for all
 */
record Permit(boolean granted, RatePolicy policy, long remaining, long secondsToWait) {}
