package stage5.stack.shop;

/** The shop answered with an unexpected status or body, or not in time. */
public sealed class ShopException extends RuntimeException permits NoResponseException {

    private static final long serialVersionUID = 1L;

    public ShopException(String message) {
        super(message);
    }

    public ShopException(String message, Throwable cause) {
        super(message, cause);
    }
}
