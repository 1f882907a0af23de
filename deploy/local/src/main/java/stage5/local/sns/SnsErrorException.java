package stage5.local.sns;

import stage5.local.aws.AwsErrorException;

/**
 * An error response of SNS.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors">Errors of Publish</a>
 */
final class SnsErrorException extends AwsErrorException {

    SnsErrorException(int status, String code, String message) {
        super(status, code, message);
    }

    static SnsErrorException invalidParameter(String reason) {
        return new SnsErrorException(400, "InvalidParameter", "Invalid parameter: " + reason);
    }

    static SnsErrorException invalidValue(String message) {
        return new SnsErrorException(400, "ParameterValueInvalid", message);
    }

    static SnsErrorException notFound(String resource) {
        return new SnsErrorException(404, "NotFound", resource + " does not exist");
    }
}
