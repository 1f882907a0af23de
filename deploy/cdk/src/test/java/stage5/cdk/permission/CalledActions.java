package stage5.cdk.permission;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The IAM actions that a service's code needs in one of its forms, derived from its calls of AWS clients. */
final class CalledActions {

    private static final Map<String, String> CLIENTS = Map.of(
            "software/amazon/awssdk/services/dynamodb/DynamoDbAsyncClient", "dynamodb",
            "software/amazon/awssdk/services/sns/SnsAsyncClient", "sns",
            "software/amazon/awssdk/services/sqs/SqsAsyncClient", "sqs");

    /** Return types of client calls: a future, or a publisher of pages. */
    private static final Pattern CALL = Pattern.compile(".*\\)L(java/util/concurrent/CompletableFuture|.*Publisher);");

    /** A transaction is <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">authorised by
     * the actions of its parts</a>. */
    private static final String TRANSACTION = "dynamodb:TransactWriteItems";

    private static final String PART = "software/amazon/awssdk/services/dynamodb/model/TransactWriteItem$Builder";

    private static final Map<String, String> PARTS = Map.of(
            "put", "dynamodb:PutItem",
            "update", "dynamodb:UpdateItem",
            "delete", "dynamodb:DeleteItem",
            "conditionCheck", "dynamodb:ConditionCheckItem");

    /** A batch of messages is <a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html">
     * authorised by the single action</a>. A batch of items has its own action. */
    private static final Map<String, String> AUTHORISED_BY = Map.of(
            "sns:PublishBatch", "sns:Publish",
            "sqs:DeleteMessageBatch", "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility",
            "sqs:SendMessageBatch", "sqs:SendMessage",
            "dynamodb:TransactGetItems", "dynamodb:GetItem");

    /** Modules of service-kit whose beans only the framework calls, if the form depends on them. */
    private static final List<String> FORM_KIT = List.of("container", "lambda", "lambda-events");

    private static final List<String> SHARED_KIT = List.of("web", "events", "redis");

    private CalledActions() {}

    /**
     * Returns the actions, such as {@code dynamodb:Query}.
     *
     * @param form the module: {@code container}, {@code lambda-http} or {@code lambda-events}
     */
    static Set<String> of(String service, String form) {
        List<Path> entries = Stream.concat(
                        Stream.of(module(service, "core"), module(service, form)),
                        FORM_KIT.stream()
                                .filter(kit -> pom(service, form).contains("<artifactId>service-kit-" + kit + "<"))
                                .map(kit -> module("service-kit", kit)))
                .toList();
        Bytecode roots = new Bytecode(entries);
        Bytecode all =
                new Bytecode(Stream.concat(entries.stream(), SHARED_KIT.stream().map(kit -> module("service-kit", kit)))
                        .toList());
        Set<Bytecode.Method> reached = all.reachableFrom(all.methodsOf(roots.types()));
        Set<String> called = reached.stream()
                .filter(method -> CLIENTS.containsKey(method.owner())
                        && CALL.matcher(method.descriptor()).matches())
                .map(CalledActions::action)
                .map(action -> AUTHORISED_BY.getOrDefault(action, action))
                .collect(Collectors.toCollection(TreeSet::new));
        if (called.remove(TRANSACTION)) {
            reached.stream()
                    .filter(method -> method.owner().equals(PART) && PARTS.containsKey(method.name()))
                    .map(method -> PARTS.get(method.name()))
                    .forEach(called::add);
        }
        return called;
    }

    private static String action(Bytecode.Method call) {
        String operation = call.name().replaceAll("Paginator$", "");
        return CLIENTS.get(call.owner()) + ":" + Character.toUpperCase(operation.charAt(0)) + operation.substring(1);
    }

    private static String pom(String service, String form) {
        try {
            return Files.readString(Path.of("..", "..", service, form, "pom.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the pom of %s/%s".formatted(service, form), e);
        }
    }

    /** Returns the module's jar, or its folder of classes if it isn't packaged. */
    private static Path module(String folder, String module) {
        String artifact = folder + "-" + module + "-";
        Path classes = Path.of(folder, module, "target", "classes");
        return classPath()
                .map(Path::of)
                .filter(entry -> entry.endsWith(classes)
                        || entry.getFileName().toString().matches(artifact + "\\d.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("%s/%s is not on the class path".formatted(folder, module)));
    }

    /** Surefire sets its own property if it moves the class path into the manifest of a jar. */
    private static Stream<String> classPath() {
        return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    }
}
