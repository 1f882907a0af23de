package stage5.kit.redis;

/** Redis has no script with the digest of an {@code EVALSHA}, for example since its restart. */
public final class MissingScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure from Redis' reply. */
    public MissingScriptException(Throwable reply) {
        // Expected after each restart of Redis: a stack trace would only cost time.
        super(reply.getMessage(), null, false, false);
    }

    /**
     * Returns whether a command failed for this reason (<a
     * href="https://redis.io/docs/latest/commands/evalsha/">EVALSHA</a>).
     */
    public static boolean isReportedBy(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
    }
}
