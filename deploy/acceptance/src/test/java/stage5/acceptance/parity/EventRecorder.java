package stage5.acceptance.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.Message;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.parity.Recording.Kind;
import stage5.stack.Ports;
import stage5.topology.Topology;

/** Subscribes a separate queue to all topics with raw delivery, and records the published events. */
final class EventRecorder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUEUE = "parity-events";
    private static final String ARN = "arn:aws:%s:us-east-1:000000000000:%s";

    private final QueueClient batches;
    private final Instant since = Instant.now();

    private EventRecorder(QueueClient batches) {
        this.batches = batches;
    }

    /** Creates the queue and subscribes it to each topic. */
    static EventRecorder subscribe(Ports ports, QueueClient batches) {
        batches.create(QUEUE);
        ApiClient sns = new ApiClient(ports.sns()).with("Content-Type", "application/x-www-form-urlencoded");
        Topology.load().topics().forEach(topic -> sns.send(
                        "POST",
                        "/",
                        "Action=Subscribe&Version=2010-03-31&Protocol=sqs&TopicArn=%s&Endpoint=%s"
                                        .formatted(ARN.formatted("sns", topic), ARN.formatted("sqs", QUEUE))
                                + "&Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true")
                .expect(200));
        return new EventRecorder(batches);
    }

    /** Records the events published since the subscription, ordered by sequence for each aggregate. */
    void record(Recording recording) {
        Map<String, Published> byId = new TreeMap<>(); // removes duplicates of SNS
        for (Message message : batches.drain(QUEUE)) {
            Published published = Published.of(message);
            if (!published.at().isBefore(since)) {
                byId.put(published.text("id"), published);
            }
        }
        // In causal order of the sources: the ids in an event then already have their placeholders.
        byId.values().stream()
                .collect(Collectors.groupingBy(Published::rank, TreeMap::new, Collectors.toList()))
                .values()
                .forEach(events -> record(events, recording));
    }

    private static void record(List<Published> unsorted, Recording recording) {
        Normaliser normaliser = recording.normaliser();
        List<Published> events = unsorted.stream()
                .sorted(Comparator.comparing((Published event) -> normaliser.peek(event.text("subject")))
                        .thenComparingLong(
                                event -> event.event().path("sequence").asLong()))
                .toList();
        events.forEach(event -> normaliser.normalise(event.text("id")));
        Map<String, Integer> perSubject = new HashMap<>();
        for (Published event : events) {
            String subject = normaliser.normalise(event.text("subject"));
            int nth = perSubject.merge(subject, 1, Integer::sum);
            String name = Kind.EVENTS.at("%s/%s/%d".formatted(event.text("source"), subject, nth));
            recording.count(Kind.EVENTS, 1);
            recording.add(name, event.event());
            recording.add(name + "/attributes", event.attributes());
        }
    }

    private record Published(JsonNode event, String attributes) {

        private static final List<String> SOURCES =
                List.of("urn:stage5:user-service", "urn:stage5:order-service", "urn:stage5:catalog-service");

        static Published of(Message message) {
            TreeMap<String, String> attributes = new TreeMap<>();
            message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
            try {
                return new Published(JSON.readTree(message.body()), attributes.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text(String field) {
            return event.path(field).asText();
        }

        Instant at() {
            return Instant.parse(text("time"));
        }

        int rank() {
            int index = SOURCES.indexOf(text("source"));
            return index < 0 ? SOURCES.size() : index;
        }
    }
}
