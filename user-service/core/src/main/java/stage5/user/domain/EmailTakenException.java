package stage5.user.domain;

/** Somebody has an account with this e-mail address already. */
public final class EmailTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EmailTakenException() {
        // An expected outcome: no stack trace is worth its cost.
        super("There is an account with this e-mail address", null, false, false);
    }
}
