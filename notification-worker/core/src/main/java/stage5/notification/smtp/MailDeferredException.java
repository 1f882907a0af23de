package stage5.notification.smtp;

/** The mail server has not accepted the mail; a later attempt may succeed. */
public final class MailDeferredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MailDeferredException(String message, Throwable cause) {
        super(message, cause);
    }
}
