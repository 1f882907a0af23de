package stage5.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.cli.deadletters.DeadLetter;
import stage5.cli.deadletters.DeadLetters;
import stage5.cli.deadletters.DeadLetters.QueueSummary;
import stage5.cli.deadletters.DeadLetters.RedriveResult;
import stage5.cli.deadletters.DynamoDbFailureReasonReader;
import stage5.stack.terminal.Style;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** Looks after what the shop has given up. */
@Command(
        name = "dlq",
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks after the dead letters: messages that failed as often as they may.")
public final class DlqCommand {

    private static final String WHICH = "The queue, or its dead-letter queue; all of the shop's where it is left out.";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Topology topology = Topology.load();
    private final DeadLetterPrinter text = new DeadLetterPrinter(System.out, Clock.systemUTC());

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Command(name = "list", sortOptions = false, description = "Counts the dead letters of each queue.")
    int list(
            @Parameters(paramLabel = "QUEUE", arity = "0..1", converter = QueueNameConverter.class, description = WHICH)
                    Queue queue,
            @Option(names = "--json", description = "Print it as JSON.") boolean json,
            @Mixin CloudOptions cloud)
            throws JsonProcessingException {
        List<QueueSummary> summaries = with(
                cloud, letters -> queues(queue).stream().map(letters::summary).toList());
        if (json) {
            System.out.println(JSON.writeValueAsString(summaries));
            return 0;
        }
        text.print(summaries);
        return 0;
    }

    @Command(
            name = "show",
            sortOptions = false,
            description =
                    "Shows dead letters, each with the trace in which it failed and why. They stay where they are,"
                            + " hidden from others while they are read, for half a minute at most.")
    int show(
            @Parameters(paramLabel = "QUEUE", arity = "0..1", converter = QueueNameConverter.class, description = WHICH)
                    Queue queue,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "" + DeadLetters.DEFAULT_LIMIT,
                            description = "How many of each queue (${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--json", description = "Print them as JSON, with their bodies.") boolean json,
            @Mixin CloudOptions cloud)
            throws JsonProcessingException {
        if (limit < 1) {
            throw wrong("--limit must be 1 or more, not " + limit);
        }
        List<DeadLetter> shown = new ArrayList<>();
        with(cloud, letters -> {
            for (Queue each : queues(queue)) {
                int depth = letters.depth(each);
                List<DeadLetter> found = depth == 0 ? List.of() : letters.show(each, limit);
                shown.addAll(found);
                if (!json && depth > 0) {
                    text.print(each, found, depth);
                } else if (!json && queue != null) {
                    System.out.println(each.deadLetterQueue() + " is empty.");
                }
            }
            return null;
        });
        if (json) {
            System.out.println(JSON.writeValueAsString(shown));
        } else if (queue == null && shown.isEmpty()) {
            System.out.println("There are no dead letters.");
        }
        return 0;
    }

    @Command(
            name = "redrive",
            sortOptions = false,
            description = "Sends dead letters back to their queue as they are: what an event did before, it does not do"
                    + " again.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all that was asked for is sent back", "1:a message was not there"})
    int redrive(
            @Parameters(paramLabel = "QUEUE", arity = "0..1", converter = QueueNameConverter.class, description = WHICH)
                    Queue queue,
            @Option(
                            names = "--message",
                            paramLabel = "ID",
                            description = "Only the message with this id, as show tells it; may be repeated.")
                    Set<String> messages,
            @Mixin CloudOptions cloud) {
        Set<String> only = messages == null ? Set.of() : messages;
        if (!only.isEmpty() && queue == null) {
            throw wrong("--message needs the QUEUE that it is a dead letter of");
        }
        int moved = with(cloud, letters -> queues(queue).stream()
                .mapToInt(each -> queue == null && letters.depth(each) == 0 ? 0 : redrive(letters, each, only))
                .sum());
        if (queue == null && moved == 0) {
            System.out.println("There are no dead letters.");
        }
        if (moved < only.size()) {
            System.err.println(
                    Style.BAD.of("%d of the messages asked for are not there.".formatted(only.size() - moved)));
            return 1;
        }
        return 0;
    }

    @Command(
            name = "purge",
            sortOptions = false,
            description = "Throws dead letters away, after asking.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:they are gone", "1:the answer was no"})
    int purge(
            @Parameters(paramLabel = "QUEUE", arity = "0..1", converter = QueueNameConverter.class, description = WHICH)
                    Queue queue,
            @Option(names = "--yes", description = "Don't ask.") boolean yes,
            @Mixin CloudOptions cloud) {
        return with(cloud, letters -> {
            List<Queue> filled = queues(queue).stream()
                    .filter(each -> letters.depth(each) > 0)
                    .toList();
            if (filled.isEmpty()) {
                System.out.println("There are no dead letters.");
                return 0;
            }
            String what = filled.stream()
                    .map(each -> DeadLetterPrinter.counted(letters.depth(each)) + " of " + each.name())
                    .collect(Collectors.joining(", "));
            if (!yes && !agreed("Throw away " + what + "? [y/N] ")) {
                System.out.println("Nothing is thrown away; --yes does so unasked.");
                return 1;
            }
            filled.forEach(letters::purge);
            System.out.println("Thrown away: " + what + ".");
            return 0;
        });
    }

    private <T> T with(CloudOptions cloud, Work<T> work) {
        try (SqsClient sqs = cloud.sqs();
                DynamoDbClient dynamo = cloud.dynamoDb()) {
            return work.on(new DeadLetters(sqs, new DynamoDbFailureReasonReader(dynamo, topology)));
        }
    }

    private List<Queue> queues(Queue queue) {
        return queue == null ? topology.queues().toList() : List.of(queue);
    }

    private static int redrive(DeadLetters letters, Queue queue, Set<String> only) {
        boolean watched = System.console() != null && System.console().isTerminal();
        IntConsumer progress = watched ? moved -> System.out.printf("\r%d ...", moved) : moved -> {};
        RedriveResult redriven = letters.redrive(queue, only, progress);
        System.out.printf(
                "%s%s sent back to %s, %d left.%n",
                watched ? "\r" : "", DeadLetterPrinter.counted(redriven.moved()), queue.name(), redriven.left());
        return redriven.moved();
    }

    private static boolean agreed(String question) {
        System.out.print(question);
        System.out.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException unanswered) {
            throw new UncheckedIOException(unanswered);
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private interface Work<T> {
        T on(DeadLetters letters);
    }
}
