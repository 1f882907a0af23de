package stage5.kit.events.envelope;

/** A message that is not a valid event. A retry cannot help; the message ends in the dead-letter queue. */
public final class MalformedEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
