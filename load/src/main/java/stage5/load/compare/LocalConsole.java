package stage5.load.compare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import stage5.cli.shop.Api;
import stage5.cli.stack.Ports;

/** What the local cloud's console tells: how full the queues are, what was consumed, what functions' invocations took. */
final class LocalConsole implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** How long orders may take to settle that were placed at the last moment. */
    private static final Duration DRAINING = Duration.ofSeconds(60);

    private static final int MOST_REPORTS = 50_000;

    private final Api console;

    LocalConsole(Ports ports) {
        this.console = new Api(ports.console());
    }

    /** Returns whether nothing is left to be consumed, once that is so or the patience is over. */
    boolean awaitEmptyQueues() throws InterruptedException {
        long deadline = System.nanoTime() + DRAINING.toNanos();
        while (true) {
            JsonNode queues = console.get("/queues").expect(200).json();
            boolean empty = StreamSupport.stream(queues.spliterator(), false)
                    .allMatch(queue -> queue.path("visible").asLong()
                                    + queue.path("inFlight").asLong()
                            == 0);
            if (empty || System.nanoTime() > deadline) {
                return empty;
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    /** Returns the invocations that have ended between the two. */
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

    /** Returns what was counted since the local cloud's start, by quantity and by what it is of. */
    JsonNode meter() throws InterruptedException {
        return console.get("/meter").expect(200).json();
    }

    /** Returns whether and how functions' CPU and memory are limited. */
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
