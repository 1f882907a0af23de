package stage5.load.generator;

/** Thrown if a load run is not possible; the message states the reason for the user. */
public final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LoadException(String message) {
        super(message);
    }

    public LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
