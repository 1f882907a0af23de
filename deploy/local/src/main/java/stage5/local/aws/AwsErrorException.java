package stage5.local.aws;

/** An error response of an emulated AWS service. */
public class AwsErrorException extends RuntimeException {

    private final int status;
    private final String code;

    /** @param status the HTTP status; from 500 on it is the service's fault */
    public AwsErrorException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /** Returns the code of the error in the AWS Query protocol. */
    public String code() {
        return code;
    }

    public boolean isSenderFault() {
        return status < 500;
    }
}
