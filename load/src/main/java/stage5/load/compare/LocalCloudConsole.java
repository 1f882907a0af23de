package stage5.load.compare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import stage5.stack.Ports;
import stage5.stack.shop.Api;

/** A client of the local cloud's console: queues, counters of consumption, invocations of functions. */
final class LocalCloudConsole implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** Time limit for the last orders to settle. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    private static final int MOST_REPORTS = 50_000;

    private final Api console;

    LocalCloudConsole(Ports ports) {
        this.console = new Api(ports.console());
    }

    /** Waits until all queues are empty, at most {@link #DRAIN_LIMIT}; returns whether they are. */
    boolean awaitEmptyQueues() throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        while (true) {
            JsonNode queues = console.get("/queues").expect(200).json();
            boolean empty = StreamSupport.stream(queues.spliterator(), false)
                    .allMatch(queue -> queue.path("visible").asLong()
                                    + queue.path("inFlight").asLong()
                            == 0);
            if (empty || System.nanoTime() > deadline) {
                return empty;
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    /** Returns the invocations that ended from one instant until before the other. */
    List<Invocation> invocations(Instant from, Instant to) throws InterruptedException {
        JsonNode reports =
                console.get("/lambda/reports?limit=" + MOST_REPORTS).expect(200).json();
        return JSON.convertValue(reports, new TypeReference<List<Invocation>>() {}).stream()
                .filter(invocation -> isBetween(Instant.parse(invocation.at()), from, to))
                .toList();
    }

    private static boolean isBetween(Instant at, Instant from, Instant to) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    /** Returns the counters since the local cloud's start: by counter name, then by table, topic, queue or service. */
    JsonNode meter() throws InterruptedException {
        return console.get("/meter").expect(200).json();
    }

    /** Returns a description of how the CPU and memory of functions are limited. */
    String limits() throws InterruptedException {
        return console.get("/lambda/functions")
                .expect(200)
                .json()
                .path("limits")
                .asText();
    }

    @Override
    public void close() {
        console.close();
    }
}
