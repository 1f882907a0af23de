package stage5.load.results;

/** Thrown if a results folder cannot be used; the message states the reason for the user. */
public final class ResultsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ResultsException(String message) {
        super(message);
    }

    public ResultsException(String message, Throwable cause) {
        super(message, cause);
    }
}
