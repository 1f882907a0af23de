package stage5.load.compare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import stage5.stack.Ports;
import stage5.stack.shop.Api;

/** A client of the local cloud's console: queues, counters of consumption, invocations of functions. */
public final class LocalCloudConsole implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** Time limit for the last orders to settle. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    private static final int MOST_REPORTS = 50_000;
    private static final int MOST_KEYS = 50_000;

    private final Api console;

    public LocalCloudConsole(Ports ports) {
        this.console = new Api(ports.console());
    }

    /** Waits until all queues are empty, at most {@link #DRAIN_LIMIT}; returns whether they are. */
    public boolean awaitEmptyQueues() throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        while (true) {
            boolean empty = hasEmptyQueues();
            if (empty || System.nanoTime() > deadline) {
                return empty;
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    /** Returns whether no queue has a message, visible or in flight; dead letters do not count. */
    public boolean hasEmptyQueues() throws InterruptedException {
        return queues().allMatch(queue ->
                queue.path("visible").asLong() + queue.path("inFlight").asLong() == 0);
    }

    /** Returns the number of dead letters in all queues. */
    public long deadLetters() throws InterruptedException {
        return queues().mapToLong(queue -> queue.path("deadLetters").asLong()).sum();
    }

    private Stream<JsonNode> queues() throws InterruptedException {
        return StreamSupport.stream(console.get("/queues").expect(200).json().spliterator(), false);
    }

    /** Returns the fault settings of an emulator. */
    public JsonNode faults(String emulator) throws InterruptedException {
        return console.get("/faults/" + emulator).expect(200).json();
    }

    /** Replaces the fault settings of an emulator. */
    public void setFaults(String emulator, Object settings) throws InterruptedException {
        console.put("/faults/" + emulator, settings).expect(200);
    }

    /** Returns the units by partition key since the local cloud's start or the last reset. */
    public JsonNode meteredKeys() throws InterruptedException {
        return console.get("/meter/keys?limit=" + MOST_KEYS).expect(200).json();
    }

    /** Sets the units by partition key to zero. */
    public void resetMeteredKeys() throws InterruptedException {
        console.delete("/meter/keys").expect(204);
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
    public JsonNode meter() throws InterruptedException {
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
