package stage5.load.generator;

/** A run that could not be made. */
public final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LoadException(String message) {
        super(message);
    }

    public LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
