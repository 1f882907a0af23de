package stage5.user.attempt;

/**
 * A token bucket of attempts.
 *
 * @param key the Redis key; it has no personal data, only hashes of it
 */
record Bucket(String key, AttemptLimit limit) {}
