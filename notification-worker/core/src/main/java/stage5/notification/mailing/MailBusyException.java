package stage5.notification.mailing;

/** Another process holds the lease of this mail: it is sending the mail, or has crashed. Retry later. */
final class MailBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MailBusyException(String eventId) {
        // An expected outcome of a concurrent delivery: a stack trace costs more than it is worth.
        super("Another process is sending the mail for event " + eventId, null, false, false);
    }
}
