package stage5.local.sns;

import java.util.concurrent.CompletionException;
import stage5.local.sqs.MessageRefusedException;

/**
 * The reason why a queue did not accept a message.
 *
 * @param permanent whether it is a client error, so that a retry can't succeed
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
