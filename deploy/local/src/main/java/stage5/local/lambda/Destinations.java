package stage5.local.lambda;

import java.util.concurrent.CompletionStage;

/** Sends records of asynchronous invocations to queues and topics. */
@FunctionalInterface
public interface Destinations {

    /**
     * Completes once the queue or topic has accepted the record; fails if it has not.
     *
     * @param arn the ARN of an SQS queue or an SNS topic
     * @param invocationRecord JSON
     */
    CompletionStage<Void> send(String arn, String invocationRecord);
}
