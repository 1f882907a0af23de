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

/** Lists, shows, redrives and purges dead letters. */
@Command(
        name = "dlq",
        synopsisSubcommandLabel = "COMMAND",
        description = "Manages dead letters: messages that were moved aside after their last delivery attempt.")
public final class DlqCommand {

    private static final String QUEUE_DESCRIPTION = "The queue or its dead-letter queue (all queues by default).";
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
            description = "Show this help.")
    private boolean help;

    @Command(name = "list", sortOptions = false, description = "Counts the dead letters of each queue.")
    int list(
            @Parameters(
                            paramLabel = "QUEUE",
                            arity = "0..1",
                            converter = QueueNameConverter.class,
                            description = QUEUE_DESCRIPTION)
                    Queue queue,
            @Option(names = "--json", description = "Print as JSON.") boolean json,
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
                    "Shows dead letters, each with its last failure and the trace of that failure. They stay in their"
                            + " queue; other receivers do not see them for at most 30 seconds.")
    int show(
            @Parameters(
                            paramLabel = "QUEUE",
                            arity = "0..1",
                            converter = QueueNameConverter.class,
                            description = QUEUE_DESCRIPTION)
                    Queue queue,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "" + DeadLetters.DEFAULT_LIMIT,
                            description = "The most messages of each queue (${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--json", description = "Print as JSON, including the bodies.") boolean json,
            @Mixin CloudOptions cloud)
            throws JsonProcessingException {
        if (limit < 1) {
            throw wrongUsage("--limit must be 1 or more, not " + limit);
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
            description =
                    "Sends dead letters back to their queue unchanged. Consumers apply an event only once, even if"
                            + " it is sent again.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all selected messages were sent back", "1:a selected message was not found"})
    int redrive(
            @Parameters(
                            paramLabel = "QUEUE",
                            arity = "0..1",
                            converter = QueueNameConverter.class,
                            description = QUEUE_DESCRIPTION)
                    Queue queue,
            @Option(
                            names = "--message",
                            paramLabel = "ID",
                            description = "Only the message with this id, as printed by show; may be repeated.")
                    Set<String> messages,
            @Mixin CloudOptions cloud) {
        Set<String> only = messages == null ? Set.of() : messages;
        if (!only.isEmpty() && queue == null) {
            throw wrongUsage("--message requires the QUEUE");
        }
        int moved = with(cloud, letters -> queues(queue).stream()
                .mapToInt(each -> queue == null && letters.depth(each) == 0 ? 0 : redrive(letters, each, only))
                .sum());
        if (queue == null && moved == 0) {
            System.out.println("There are no dead letters.");
        }
        if (moved < only.size()) {
            System.err.println(
                    Style.BAD.of("%d of the selected messages were not found.".formatted(only.size() - moved)));
            return 1;
        }
        return 0;
    }

    @Command(
            name = "purge",
            sortOptions = false,
            description = "Deletes dead letters after a confirmation.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:deleted, or there were none", "1:not confirmed"})
    int purge(
            @Parameters(
                            paramLabel = "QUEUE",
                            arity = "0..1",
                            converter = QueueNameConverter.class,
                            description = QUEUE_DESCRIPTION)
                    Queue queue,
            @Option(names = "--yes", description = "Delete without a confirmation.") boolean yes,
            @Mixin CloudOptions cloud) {
        return with(cloud, letters -> {
            List<Queue> nonEmpty = queues(queue).stream()
                    .filter(each -> letters.depth(each) > 0)
                    .toList();
            if (nonEmpty.isEmpty()) {
                System.out.println("There are no dead letters.");
                return 0;
            }
            String what = nonEmpty.stream()
                    .map(each -> DeadLetterPrinter.counted(letters.depth(each)) + " of " + each.name())
                    .collect(Collectors.joining(", "));
            if (!yes && !confirmed("Delete " + what + "? [y/N] ")) {
                System.out.println("Nothing was deleted. --yes deletes without a confirmation.");
                return 1;
            }
            nonEmpty.forEach(letters::purge);
            System.out.println("Deleted: " + what + ".");
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
        boolean interactive = System.console() != null && System.console().isTerminal();
        IntConsumer progress = interactive ? moved -> System.out.printf("\r%d ...", moved) : moved -> {};
        RedriveResult redriven = letters.redrive(queue, only, progress);
        System.out.printf(
                "%s%s sent back to %s, %d left.%n",
                interactive ? "\r" : "", DeadLetterPrinter.counted(redriven.moved()), queue.name(), redriven.left());
        return redriven.moved();
    }

    private static boolean confirmed(String question) {
        System.out.print(question);
        System.out.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException noAnswer) {
            throw new UncheckedIOException(noAnswer);
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private interface Work<T> {
        T on(DeadLetters letters);
    }
}
