package stage5.kit.event;

/** A message that no retry can make readable: it belongs in the dead-letter queue. */
public final class MalformedEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
