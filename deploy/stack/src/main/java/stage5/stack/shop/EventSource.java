package stage5.stack.shop;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads server-sent events and reconnects as a browser's {@code EventSource} does. A server that cannot stream ends
 * each response early, so the client requests the events after the last one again (<a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent events</a>).
 */
public final class EventSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(3);

    private final Connection connection;
    private Optional<String> lastId = Optional.empty();
    private Duration retry = DEFAULT_RETRY;

    private EventSource(Connection connection) {
        this.connection = connection;
    }

    /** Opens a stream of server-sent events. */
    @FunctionalInterface
    public interface Connection {
        /** Returns the lines of the events after the one with the given id; the caller closes the stream. */
        Stream<String> open(Optional<String> lastEventId) throws InterruptedException;
    }

    /**
     * Reads events until {@code enough} accepts one.
     *
     * @param enough receives the data of each event; returns whether reading ends with it
     * @throws ShopException if it accepts none within a minute
     */
    public static void follow(Connection connection, Predicate<String> enough) throws InterruptedException {
        EventSource source = new EventSource(connection);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!source.read(enough)) {
            if (System.nanoTime() > deadline) {
                throw new ShopException("The awaited event did not arrive within %d s".formatted(TIMEOUT.toSeconds()));
            }
            Thread.sleep(source.retry);
        }
    }

    private boolean read(Predicate<String> enough) throws InterruptedException {
        try (Stream<String> lines = connection.open(lastId)) {
            for (Iterator<String> remaining = lines.iterator(); remaining.hasNext(); ) {
                String[] field = remaining.next().split(": ?", 2);
                switch (field[0]) {
                    case "id" -> lastId = Optional.of(field[1]);
                    case "retry" -> retry = Duration.ofMillis(Long.parseLong(field[1]));
                    case "data" -> {
                        if (enough.test(field[1])) {
                            return true;
                        }
                    }
                    default -> {
                        // The data repeats the event's type; comments only keep the connection open.
                    }
                }
            }
            return false;
        }
    }
}
