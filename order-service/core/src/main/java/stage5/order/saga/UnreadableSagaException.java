package stage5.order.saga;

/** The stored saga cannot be decoded, for example because a newer release wrote it. */
final class UnreadableSagaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableSagaException(String partition, RuntimeException cause) {
        super("The saga in " + partition + " cannot be read: " + cause.getMessage(), cause);
    }
}
