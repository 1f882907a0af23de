package stage5.cli.command;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import stage5.cli.deadletters.DeadLetter;
import stage5.cli.deadletters.DeadLetters.QueueSummary;
import stage5.stack.terminal.Style;
import stage5.topology.Queue;

/** Prints dead letters as text. */
final class DeadLetterPrinter {

    private final PrintStream out;
    private final Clock clock;

    DeadLetterPrinter(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void print(List<QueueSummary> summaries) {
        out.printf("%-22s %12s  %s%n", "queue", "dead letters", "oldest");
        for (QueueSummary summary : summaries) {
            String row = "%-22s %12d  %s".formatted(summary.queue(), summary.deadLetters(), age(summary.oldest()));
            out.println(summary.deadLetters() > 0 ? Style.BAD.of(row) : row);
        }
    }

    /** @param depth the number of messages in the dead-letter queue, of which {@code letters} may be a part */
    void print(Queue queue, List<DeadLetter> letters, int depth) {
        out.println(Style.STRONG.of(queue.deadLetterQueue() + ": " + counted(depth)));
        letters.forEach(this::print);
        if (letters.size() < depth) {
            out.printf("%n  %d more are not shown: they exceed --limit or are in flight.%n", depth - letters.size());
        }
    }

    /** Returns the number with its unit, such as {@code 3 dead letters}. */
    static String counted(int letters) {
        return letters == 1 ? "1 dead letter" : letters + " dead letters";
    }

    private void print(DeadLetter letter) {
        out.println();
        line("message", Style.STRONG.of(letter.messageId()));
        line("event", letter.eventId());
        line("type", letter.type());
        line("subject", letter.subject());
        line("trace", letter.traceId());
        line("created", letter.happened());
        line("sent", letter.sent() + ", " + age(letter.sent()) + " ago");
        if (letter.failure() == null) {
            line("reason", "not recorded: the consumer ended before it could");
        } else {
            line(
                    "failed",
                    "%d times, most recently at %s"
                            .formatted(
                                    letter.failure().times(), letter.failure().at()));
            line(
                    "reason",
                    Style.BAD.of(
                            letter.failure().type() + ": " + letter.failure().reason()));
        }
    }

    private void line(String name, Object value) {
        out.printf("  %-9s %s%n", name, Objects.requireNonNullElse(value, "-"));
    }

    private String age(Instant since) {
        return since == null ? "-" : StatusCommand.time(Duration.between(since, clock.instant()));
    }
}
