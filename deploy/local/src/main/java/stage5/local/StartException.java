package stage5.local;

/** The local cloud can't be started. The message states the cause and is shown to the user. */
public final class StartException extends RuntimeException {

    public StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
