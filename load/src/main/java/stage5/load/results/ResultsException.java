package stage5.load.results;

/** A folder of results that can't be used, and why, in a sentence for the person who named it. */
public final class ResultsException extends RuntimeException {

    public ResultsException(String message) {
        super(message);
    }

    public ResultsException(String message, Throwable cause) {
        super(message, cause);
    }
}
