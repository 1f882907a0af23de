package stage5.local.sqs;

import stage5.local.aws.AwsErrorException;

/**
 * An error response of SQS. The AWS JSON protocol names it by a type, the AWS Query protocol by a code.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html#json-protocol-getting-started-error-handling">Errors
 *     in the AWS JSON protocol</a>
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html">Common errors</a>
 */
final class SqsErrorException extends AwsErrorException {

    private static final String SQS = "com.amazonaws.sqs#";
    private static final String COMMON = "com.amazon.coral.service#";
    private static final String QUERY_PREFIX = "AWS.SimpleQueueService.";
    private static final String NO_QUEUE = "The specified queue does not exist";

    private final String type;
    private final String queryMessage;

    private SqsErrorException(int status, String code, String type, String message, String queryMessage) {
        super(status, code, message);
        this.type = type;
        this.queryMessage = queryMessage;
    }

    /** Returns an error that has the same name in both protocols. */
    static SqsErrorException of(int status, String name, String message) {
        return new SqsErrorException(status, name, SQS + name, message, message);
    }

    /** Returns an error whose name has a prefix in the AWS Query protocol. */
    static SqsErrorException prefixed(int status, String name, String message) {
        return new SqsErrorException(status, QUERY_PREFIX + name, SQS + name, message, message);
    }

    static SqsErrorException invalidParameterValue(String message) {
        return new SqsErrorException(
                400, "InvalidParameterValue", COMMON + "InvalidParameterValueException", message, message);
    }

    /** Returns the error for an invalid value of a parameter, in the wording that most parameters share. */
    static SqsErrorException invalidParameterValue(String parameter, Object value, String reason) {
        return invalidParameterValue(
                "Value %s for parameter %s is invalid. Reason: %s".formatted(value, parameter, reason));
    }

    static SqsErrorException missingParameter(String name) {
        String message = "The request must contain the parameter " + name + ".";
        return new SqsErrorException(
                400, "MissingParameter", COMMON + "MissingRequiredParameterException", message, message);
    }

    static SqsErrorException invalidAttributeValue(String name) {
        return of(400, "InvalidAttributeValue", "Invalid value for the parameter " + name + ".");
    }

    static SqsErrorException unknownAttribute(String name) {
        return of(400, "InvalidAttributeName", "Unknown Attribute " + name + ".");
    }

    static SqsErrorException nonExistentQueue() {
        return new SqsErrorException(
                400,
                QUERY_PREFIX + "NonExistentQueue",
                SQS + "QueueDoesNotExist",
                NO_QUEUE + ".",
                NO_QUEUE + " for this wsdl version.");
    }

    static SqsErrorException queueExists(String attribute) {
        String message = "A queue already exists with the same name and a different value for attribute " + attribute;
        return new SqsErrorException(400, "QueueAlreadyExists", SQS + "QueueNameExists", message, message);
    }

    static SqsErrorException invalidReceiptHandle(String handle) {
        return of(
                400,
                "ReceiptHandleIsInvalid",
                "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
    }

    /** Returns the error for a resource that the named parameter refers to. */
    static SqsErrorException resourceNotFound(String parameter) {
        return of(
                404,
                "ResourceNotFoundException",
                "The resource that you specified for the " + parameter + " parameter doesn't exist.");
    }

    static SqsErrorException unknownAction(String action) {
        String message = "The action " + action + " is not valid for this endpoint.";
        return new SqsErrorException(400, "InvalidAction", COMMON + "UnknownOperationException", message, message);
    }

    static SqsErrorException unserializable(String message) {
        return new SqsErrorException(
                400, "SerializationException", COMMON + "SerializationException", message, message);
    }

    static SqsErrorException internalFailure(String message) {
        return new SqsErrorException(500, "InternalFailure", COMMON + "InternalFailure", message, message);
    }

    /** Returns the {@code __type} of the AWS JSON protocol. */
    String type() {
        return type;
    }

    /** Returns the message of the AWS Query protocol. */
    String queryMessage() {
        return queryMessage;
    }
}
