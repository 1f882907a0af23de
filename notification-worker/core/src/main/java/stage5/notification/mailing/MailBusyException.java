package stage5.notification.mailing;

/** Somebody else is sending this mail, or has died in the attempt; trying again later tells which. */
final class MailBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MailBusyException(String eventId) {
        // An expected outcome of a second delivery: no stack trace is worth its cost.
        super("The mail about " + eventId + " is being sent by somebody else", null, false, false);
    }
}
