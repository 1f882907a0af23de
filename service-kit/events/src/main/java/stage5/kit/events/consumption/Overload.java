package stage5.kit.events.consumption;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import stage5.kit.web.problem.ProblemException;

/** Recognises failures that say that a service has too much work. */
final class Overload {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private Overload() {}

    /** Returns whether the failure, or one that caused it, is a throttled or shed call. */
    static boolean isSignalledBy(Throwable failure) {
        return Causes.of(failure).anyMatch(Overload::isOverload);
    }

    private static boolean isOverload(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> isOverload(problem.problem().status());
            case AwsServiceException aws -> aws.isThrottlingException() || isOverload(aws.statusCode());
            default -> false;
        };
    }

    private static boolean isOverload(int status) {
        return status == UNAVAILABLE || status == TOO_MANY_REQUESTS;
    }
}
