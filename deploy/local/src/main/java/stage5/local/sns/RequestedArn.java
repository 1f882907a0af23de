package stage5.local.sns;

import stage5.local.aws.Aws;
import stage5.local.aws.AwsQueryRequest;

/**
 * Checks the ARNs in requests. SNS serves only topics of the caller's region. No topic of another account admits the
 * callers of the local cloud's account.
 */
final class RequestedArn {

    /** {@code arn:partition:service:region:account:resource}; a subscription's ARN has the subscription's id, too. */
    private static final int ELEMENTS = 6;

    private static final int REGION = 3;
    private static final int ACCOUNT = 4;

    private RequestedArn() {}

    /** Returns the required parameter {@code TopicArn}; throws {@link SnsErrorException} if SNS would reject it. */
    static String ofTopic(AwsQueryRequest request, Caller caller) {
        return ofTopic(request.require("TopicArn"), request, caller);
    }

    /** Returns the ARN of a topic, after the same checks. */
    static String ofTopic(String arn, AwsQueryRequest request, Caller caller) {
        check("TopicArn", arn, request, caller);
        return arn;
    }

    /**
     * Returns the required parameter {@code SubscriptionArn}; throws {@link SnsErrorException} if SNS would reject it.
     */
    static String ofSubscription(AwsQueryRequest request, Caller caller) {
        String arn = request.require("SubscriptionArn");
        check("SubscriptionArn", arn, request, caller);
        if (arn.split(":", -1).length == ELEMENTS) {
            throw SnsErrorException.invalidParameter("SubscriptionId");
        }
        return arn;
    }

    private static void check(String parameter, String arn, AwsQueryRequest request, Caller caller) {
        String[] elements = arn.split(":", -1);
        if (elements.length < ELEMENTS) {
            throw SnsErrorException.invalidParameter("%s Reason: An ARN must have at least %d elements, not %d"
                    .formatted(parameter, ELEMENTS, elements.length));
        }
        if (!elements[REGION].equals(caller.region())) {
            throw SnsErrorException.invalidParameter(parameter);
        }
        if (!elements[ACCOUNT].equals(Aws.ACCOUNT)) {
            throw SnsErrorException.notAuthorized(request.require(SnsActions.ACTION), arn);
        }
    }
}
