package stage5.gateway.admission;

/**
 * The decision of the rate limiter on one request.
 *
 * @param granted whether the request is within the limit
 * @param policy the policy that was applied
 * @param remaining the tokens left in the bucket
 * @param secondsToWait if the request is rejected, the seconds until there is a token; otherwise until the bucket is
 *     full
 */
record RateLimitDecision(boolean granted, RatePolicy policy, long remaining, long secondsToWait) {}
