package stage5.local.sqs;

/** A queue rejects the message permanently: a retry can't succeed. */
public final class MessageRefusedException extends RuntimeException {

    private final String code;

    public MessageRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the error code of SQS. */
    public String code() {
        return code;
    }
}
