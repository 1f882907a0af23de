package stage5.local;

/** The local cloud can't be started; the message says why, for the person at the keyboard. */
public final class StartException extends RuntimeException {

    public StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
