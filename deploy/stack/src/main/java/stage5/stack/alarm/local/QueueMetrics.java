package stage5.stack.alarm.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import stage5.stack.shop.Api;

/** Reads the metrics of the queues and dead-letter queues from the local cloud. */
record QueueMetrics(Api console, Speed speed) implements MetricReader {

    private static final String SQS = "AWS/SQS";
    private static final String AGE = "ApproximateAgeOfOldestMessage";
    private static final String DEAD_LETTERS = "-dlq";

    @Override
    public Set<String> namespaces() {
        return Set.of(SQS);
    }

    @Override
    public void read(Sink sink) throws InterruptedException {
        for (JsonNode queue : console.get("/queues").expect(200).json()) {
            String name = queue.path("name").asText();
            add(
                    sink,
                    "ApproximateNumberOfMessagesVisible",
                    name,
                    queue.path("visible").asDouble());
            add(
                    sink,
                    "ApproximateNumberOfMessagesVisible",
                    name + DEAD_LETTERS,
                    queue.path("deadLetters").asDouble());
            if (queue.path("oldestSeconds").isNumber()) { // unknown of queues outside the local cloud
                add(
                        sink,
                        AGE,
                        name,
                        speed.scaled(AGE, queue.path("oldestSeconds").asDouble()));
            }
        }
    }

    private static void add(Sink sink, String metric, String queue, double value) {
        sink.add(MetricId.of(SQS, metric, Map.of("QueueName", queue)), Sample.of(value));
    }
}
