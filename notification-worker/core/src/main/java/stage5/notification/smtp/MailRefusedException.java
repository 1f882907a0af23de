package stage5.notification.smtp;

/** The mail server has refused this mail permanently, for example because the mailbox does not exist. */
public final class MailRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient String reply;

    /** The reply is not in the message, which is written into spans and logs: a server may repeat the address in it. */
    MailRefusedException(int code, String reply) {
        super("The mail server answered " + code);
        this.reply = reply;
    }

    /** Returns the reply of the mail server. */
    public String reply() {
        return reply;
    }
}
