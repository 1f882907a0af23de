package stage5.stack.shop;

/** The shop did not answer as it should. */
public sealed class ShopException extends RuntimeException permits NoResponseException {

    private static final long serialVersionUID = 1L;

    public ShopException(String message) {
        super(message);
    }

    public ShopException(String message, Throwable cause) {
        super(message, cause);
    }
}
