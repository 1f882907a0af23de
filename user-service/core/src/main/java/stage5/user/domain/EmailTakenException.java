package stage5.user.domain;

/** An account with this e-mail address exists. */
public final class EmailTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EmailTakenException() {
        // Expected: a stack trace would only cost time.
        super("There is an account with this e-mail address", null, false, false);
    }
}
