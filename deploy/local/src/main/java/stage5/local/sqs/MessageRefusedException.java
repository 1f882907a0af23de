package stage5.local.sqs;

/** A message that a queue doesn't take, however often it is sent. */
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
