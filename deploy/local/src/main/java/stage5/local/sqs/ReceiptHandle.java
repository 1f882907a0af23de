package stage5.local.sqs;

import java.util.regex.Pattern;

/**
 * A receipt handle: a tag of its queue, and ElasticMQ's receipt, which contains the message's id. SQS rejects handles of
 * other queues.
 */
final class ReceiptHandle {

    private static final char SEPARATOR = '.';
    private static final int ID_LENGTH = 36;
    private static final Pattern RECEIPT = Pattern.compile("[0-9a-f-]{36}#[0-9a-f-]{36}");

    private ReceiptHandle() {}

    static String of(String queue, String receipt) {
        return tag(queue) + SEPARATOR + receipt;
    }

    /**
     * Returns ElasticMQ's receipt.
     *
     * @throws SqsErrorException if the queue has not issued the handle
     */
    static String receipt(String queue, String handle) {
        int separator = handle.indexOf(SEPARATOR);
        if (separator < 0
                || !handle.substring(0, separator).equals(tag(queue))
                || !RECEIPT.matcher(handle)
                        .region(separator + 1, handle.length())
                        .matches()) {
            throw SqsErrorException.invalidReceiptHandle(handle);
        }
        return handle.substring(separator + 1);
    }

    /** Returns the id of the message. */
    static String messageId(String receipt) {
        return receipt.substring(0, ID_LENGTH);
    }

    private static String tag(String queue) {
        return Integer.toHexString(queue.hashCode());
    }
}
