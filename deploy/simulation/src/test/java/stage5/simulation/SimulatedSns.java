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

/** SNS as one process reaches it: now and then it takes nothing, or not all of a batch. */
final class SimulatedSns implements SnsAsyncClient {

    private static final Duration TIMEOUT = Duration.ofMillis(500); // Topic's

    private final Process process;
    private final Wire wire;
    private final Weather weather;
    private final Network network;
    private final Sabotage sabotage;

    SimulatedSns(Process process, Wire wire, Weather weather, Network network, Sabotage sabotage) {
        this.process = process;
        this.wire = wire;
        this.weather = weather;
        this.network = network;
        this.sabotage = sabotage;
    }

    @Override
    public CompletableFuture<PublishBatchResponse> publishBatch(PublishBatchRequest request) {
        String topic = request.topicArn().substring(request.topicArn().lastIndexOf(':') + 1);
        return wire.call(
                process,
                () -> "publish "
                        + request.publishBatchRequestEntries().stream()
                                .map(entry -> type(entry) + " " + entry.id())
                                .toList(),
                () -> take(topic, request.publishBatchRequestEntries()),
                TIMEOUT);
    }

    private PublishBatchResponse take(String topic, List<PublishBatchRequestEntry> entries) {
        if (weather.outage()) {
            throw SdkClientException.create("SNS can't be reached");
        }
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (PublishBatchRequestEntry entry : entries) {
            if (weather.outage()) {
                failed.add(BatchResultErrorEntry.builder()
                        .id(entry.id())
                        .code("InternalError")
                        .build());
            } else {
                network.publish(topic, type(entry), sabotage.published(entry.message()));
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
