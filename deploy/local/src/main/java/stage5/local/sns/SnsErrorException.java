package stage5.local.sns;

import stage5.local.aws.Aws;
import stage5.local.aws.AwsErrorException;

/**
 * An error response of SNS.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors">Errors of Publish</a>
 */
final class SnsErrorException extends AwsErrorException {

    private static final String INVALID_PARAMETER = "Invalid parameter: ";

    SnsErrorException(int status, String code, String message) {
        super(status, code, message);
    }

    static SnsErrorException invalidParameter(String reason) {
        return new SnsErrorException(400, "InvalidParameter", INVALID_PARAMETER + reason);
    }

    static SnsErrorException missing(String parameter) {
        return invalidParameter(parameter + " Reason: no value for required parameter");
    }

    /** Returns the error of an attribute in a call that creates something, instead of one that sets the attribute. */
    SnsErrorException ofAttributes() {
        return new SnsErrorException(
                status(),
                code(),
                getMessage().replaceFirst(INVALID_PARAMETER, INVALID_PARAMETER + "Attributes Reason: "));
    }

    static SnsErrorException invalidValue(String message) {
        return new SnsErrorException(400, "ParameterValueInvalid", message);
    }

    static SnsErrorException notAuthorized(String action, String arn) {
        return new SnsErrorException(
                403,
                "AuthorizationError",
                "User: arn:aws:iam::%s:root is not authorized to perform: SNS:%s on resource: %s"
                        .formatted(Aws.ACCOUNT, action, arn));
    }

    static SnsErrorException notFound(String resource) {
        return new SnsErrorException(404, "NotFound", resource + " does not exist");
    }
}
