package stage5.local.lambda;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error response of the Lambda API. */
final class LambdaErrorException extends RuntimeException {

    private final int status;
    private final String type;

    LambdaErrorException(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    static LambdaErrorException notFound(String message) {
        return new LambdaErrorException(404, "ResourceNotFoundException", message);
    }

    static LambdaErrorException invalidParameter(String message) {
        return new LambdaErrorException(400, "InvalidParameterValueException", message);
    }

    static LambdaErrorException invalidContent(String message) {
        return new LambdaErrorException(400, "InvalidRequestContentException", message);
    }

    /** Returns the error for values that violate constraints of the API's model. */
    static LambdaErrorException validation(String... violations) {
        return new LambdaErrorException(
                400,
                "ValidationException",
                "%d validation error%s detected: %s"
                        .formatted(
                                violations.length, violations.length == 1 ? "" : "s", String.join("; ", violations)));
    }

    /** Returns the error for a rejected invocation. */
    static LambdaErrorException of(InvocationOutcome.Refused refused) {
        return new LambdaErrorException(refused.status(), refused.type(), refused.message());
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    /**
     * Returns the body, as recorded on AWS.
     *
     * @see <a
     *     href="https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/lambda_/test_lambda.snapshot.json">Recorded
     *     responses</a>
     */
    Map<String, String> body() {
        Map<String, String> body = new LinkedHashMap<>();
        if (status == 429) {
            body.put("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded");
        }
        if (!type.equals("ValidationException")) {
            body.put("Type", status < 500 ? "User" : "Service");
        }
        body.put(type.equals("ResourceNotFoundException") ? "Message" : "message", getMessage());
        return body;
    }
}
