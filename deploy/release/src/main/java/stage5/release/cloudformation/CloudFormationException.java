package stage5.release.cloudformation;

/** What CloudFormation refuses, in its own words. */
public final class CloudFormationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    CloudFormationException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the error's code: {@code ValidationError}. */
    String code() {
        return code;
    }
}
