package stage5.catalog.reserving;

/** An event was delivered out of order, or lost a race with another change. It succeeds when it is delivered again. */
final class OutOfOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfOrderException(String message) {
        // Expected, and its message says everything: a stack trace would only cost time.
        super(message, null, false, false);
    }
}
