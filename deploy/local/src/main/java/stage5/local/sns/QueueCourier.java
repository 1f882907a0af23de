package stage5.local.sns;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends parcels to one queue, in their order, and all that have gathered during one request with the next. */
final class QueueCourier implements AutoCloseable {

    /** What SQS takes in one batch: entries, and bytes of bodies and attributes together. */
    private static final int MAX_ENTRIES = 10;

    private static final int MAX_BYTES = 256 * 1024;

    /** Told of each parcel that the queue didn't take. */
    interface Complaints {
        void failed(String queue, Parcel parcel, DeliveryFailure failure);
    }

    private final SqsClient sqs;
    private final String queue;
    private final Complaints complaints;
    private final BlockingQueue<Parcel> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private String url;

    QueueCourier(SqsClient sqs, String queue, Complaints complaints) {
        this.sqs = sqs;
        this.queue = queue;
        this.complaints = complaints;
        this.thread = Thread.ofVirtual().name("sns-to-" + queue).start(this::work);
    }

    void send(Parcel parcel) {
        waiting.add(parcel);
    }

    private void work() {
        try {
            while (!closed) {
                sendBatch(nextBatch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by close(), so the work is over
        }
    }

    private List<Parcel> nextBatch() throws InterruptedException {
        List<Parcel> batch = new ArrayList<>();
        Parcel next = waiting.take();
        int size = 0;
        do {
            batch.add(next);
            size += next.size();
            next = waiting.peek();
            if (next == null || batch.size() == MAX_ENTRIES || size + next.size() > MAX_BYTES) {
                return batch;
            }
            waiting.remove();
        } while (true);
    }

    private void sendBatch(List<Parcel> batch) {
        try {
            List<SendMessageBatchRequestEntry> entries = IntStream.range(0, batch.size())
                    .mapToObj(i -> entry(i, batch.get(i)))
                    .toList();
            List<BatchResultErrorEntry> failed = sqs.sendMessageBatch(
                            request -> request.queueUrl(url()).entries(entries))
                    .failed();
            for (BatchResultErrorEntry error : failed) {
                complaints.failed(
                        queue,
                        batch.get(Integer.parseInt(error.id())),
                        new DeliveryFailure(error.code(), error.message(), error.senderFault()));
            }
        } catch (SdkException e) {
            url = null; // the queue may come back as another
            DeliveryFailure failure = failure(e);
            batch.forEach(parcel -> complaints.failed(queue, parcel, failure));
        }
    }

    /**
     * Returns whose fault it is: an answer 4xx, such as for a queue that is gone, is the client's.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html">Why do message deliveries
     *     fail?</a>
     */
    private static DeliveryFailure failure(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            String code = answer.awsErrorDetails().errorCode();
            return new DeliveryFailure(code, answer.awsErrorDetails().errorMessage(), answer.statusCode() < 500);
        }
        return new DeliveryFailure("ServiceUnavailable", String.valueOf(e.getMessage()), false);
    }

    private String url() {
        if (url == null) {
            url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
        }
        return url;
    }

    private static SendMessageBatchRequestEntry entry(int index, Parcel parcel) {
        return SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(index))
                .messageBody(parcel.body())
                .messageAttributes(parcel.attributes().entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, attribute -> value(attribute.getValue()))))
                .build();
    }

    private static MessageAttributeValue value(MessageAttribute attribute) {
        MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType(attribute.type());
        return attribute.isBinary()
                ? value.binaryValue(SdkBytes.fromByteArray(attribute.binary())).build()
                : value.stringValue(attribute.text()).build();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
