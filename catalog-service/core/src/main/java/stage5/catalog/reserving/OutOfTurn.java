package stage5.catalog.reserving;

/** An event has come before one that it builds on, or lost a race: it succeeds when it is delivered again. */
final class OutOfTurn extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfTurn(String message) {
        // Expected now and then, and told by its message: no stack trace is worth its cost.
        super(message, null, false, false);
    }
}
