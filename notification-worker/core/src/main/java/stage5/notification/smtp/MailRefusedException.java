package stage5.notification.smtp;

/** The mail server will never take this mail: no such mailbox, for instance. */
public final class MailRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MailRefusedException(String reply, Throwable cause) {
        super(reply, cause);
    }
}
