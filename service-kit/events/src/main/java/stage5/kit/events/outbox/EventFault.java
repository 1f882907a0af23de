package stage5.kit.events.outbox;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sns.model.SnsException;

/**
 * Recognises errors by which SNS rejects a whole batch because of one of its events.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html#API_PublishBatch_Errors">Errors of
 *     PublishBatch</a>
 */
final class EventFault {

    /** InvalidParameterValueException has the code ParameterValueInvalid, ValidationException that of all AWS services. */
    private static final Set<String> CODES = Set.of(
            "BatchRequestTooLong",
            "InvalidBatchEntryId",
            "InvalidParameter",
            "ParameterValueInvalid",
            "ValidationError",
            "ValidationException");

    /** The error of a topic in another region, which has the same code as that of an event. */
    private static final String TOPIC = "Invalid parameter: TopicArn";

    private EventFault() {}

    /** Returns whether the failure is SNS's rejection of an event, so that the batch's other events can be published. */
    static boolean is(Throwable failure) {
        if (!(failure instanceof SnsException rejection) || rejection.awsErrorDetails() == null) {
            return false;
        }
        AwsErrorDetails details = rejection.awsErrorDetails();
        return CODES.contains(details.errorCode())
                && !String.valueOf(details.errorMessage()).startsWith(TOPIC);
    }
}
