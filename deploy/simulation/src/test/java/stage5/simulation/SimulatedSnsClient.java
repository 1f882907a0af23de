package stage5.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;

/** The SNS client of one process. SNS sometimes is unreachable or refuses some entries of a batch. */
final class SimulatedSnsClient implements SnsAsyncClient {

    private static final Duration TIMEOUT = Duration.ofMillis(500); // as in Topic

    private final SimulatedProcess process;
    private final RemoteCalls remoteCalls;
    private final Weather weather;
    private final SimulatedMessaging messaging;
    private final PlantedDefect defect;

    SimulatedSnsClient(
            SimulatedProcess process,
            RemoteCalls remoteCalls,
            Weather weather,
            SimulatedMessaging messaging,
            PlantedDefect defect) {
        this.process = process;
        this.remoteCalls = remoteCalls;
        this.weather = weather;
        this.messaging = messaging;
        this.defect = defect;
    }

    @Override
    public CompletableFuture<PublishBatchResponse> publishBatch(PublishBatchRequest request) {
        String topic = request.topicArn().substring(request.topicArn().lastIndexOf(':') + 1);
        return remoteCalls.call(
                process,
                () -> "publish "
                        + request.publishBatchRequestEntries().stream()
                                .map(entry -> type(entry) + " " + entry.id())
                                .toList(),
                () -> publish(topic, request.publishBatchRequestEntries()),
                TIMEOUT);
    }

    private PublishBatchResponse publish(String topic, List<PublishBatchRequestEntry> entries) {
        if (weather.outage()) {
            throw SdkClientException.create("SNS is unreachable");
        }
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (PublishBatchRequestEntry entry : entries) {
            if (weather.outage()) {
                failed.add(BatchResultErrorEntry.builder()
                        .id(entry.id())
                        .code("InternalError")
                        .build());
            } else {
                messaging.publish(topic, type(entry), defect.publishedBody(entry.message()));
            }
        }
        return PublishBatchResponse.builder().failed(failed).build();
    }

    private static String type(PublishBatchRequestEntry entry) {
        return entry.messageAttributes().get("type").stringValue();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
