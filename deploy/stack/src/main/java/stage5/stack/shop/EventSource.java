package stage5.stack.shop;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Follows server-sent events over reconnections as a browser's {@code EventSource} does: a server that can't stream ends
 * each answer early, and is asked again for what came after the last event (<a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent events</a>).
 */
public final class EventSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration USUAL_RETRY = Duration.ofSeconds(3);

    private final Connection connection;
    private Optional<String> lastId = Optional.empty();
    private Duration retry = USUAL_RETRY;

    private EventSource(Connection connection) {
        this.connection = connection;
    }

    /** Opens the stream of events after the one with that id; its lines are closed by who asked. */
    @FunctionalInterface
    public interface Connection {
        Stream<String> open(Optional<String> lastEventId) throws InterruptedException;
    }

    /**
     * Returns once the reader has seen enough.
     *
     * @param enough is given the data of each event and tells whether it was the last that is wanted
     * @throws ShopException if that doesn't come within a minute
     */
    public static void follow(Connection connection, Predicate<String> enough) throws InterruptedException {
        EventSource source = new EventSource(connection);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!source.read(enough)) {
            if (System.nanoTime() > deadline) {
                throw new ShopException("The events ended before the one that was waited for");
            }
            Thread.sleep(source.retry);
        }
    }

    private boolean read(Predicate<String> enough) throws InterruptedException {
        try (Stream<String> lines = connection.open(lastId)) {
            for (Iterator<String> rest = lines.iterator(); rest.hasNext(); ) {
                String[] field = rest.next().split(": ?", 2);
                switch (field[0]) {
                    case "id" -> lastId = Optional.of(field[1]);
                    case "retry" -> retry = Duration.ofMillis(Long.parseLong(field[1]));
                    case "data" -> {
                        if (enough.test(field[1])) {
                            return true;
                        }
                    }
                    default -> {
                        // The event's type is in its data too; a comment only keeps the connection open.
                    }
                }
            }
            return false;
        }
    }
}
