package stage5.local.sns;

import java.util.concurrent.CompletionException;
import stage5.local.sqs.MessageRefusedException;

/**
 * Why a queue didn't take a message.
 *
 * @param permanent whether it is the client's fault, so that trying again can't help
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html">Why do message deliveries
 *     fail?</a>
 */
record DeliveryFailure(String code, String message, boolean permanent) {

    static DeliveryFailure of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof MessageRefusedException refusal
                ? new DeliveryFailure(refusal.code(), refusal.getMessage(), true)
                : new DeliveryFailure("ServiceUnavailable", cause.toString(), false);
    }
}
