package stage5.notification.smtp;

/** The mail server has refused this mail permanently, for example because the mailbox does not exist. */
public final class MailRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MailRefusedException(String reply, Throwable cause) {
        super(reply, cause);
    }
}
