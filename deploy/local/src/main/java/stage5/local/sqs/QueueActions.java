package stage5.local.sqs;

import static java.util.concurrent.CompletableFuture.completedStage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.elasticmq.QueueStatistics;
import org.elasticmq.msg.ClearQueue;
import org.elasticmq.msg.GetQueueStatistics;
import stage5.local.aws.Aws;

/**
 * The actions on queues. Each completes with its result, or a missing node if it has none; it throws
 * {@link SqsErrorException} for an error of SQS.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html">Actions of SQS</a>
 */
final class QueueActions {

    private static final String VISIBLE = "ApproximateNumberOfMessages";
    private static final String DELAYED = "ApproximateNumberOfMessagesDelayed";
    private static final String IN_FLIGHT = "ApproximateNumberOfMessagesNotVisible";
    private static final Set<String> COUNTS = Set.of(VISIBLE, DELAYED, IN_FLIGHT);
    private static final String CREATED = "CreatedTimestamp";
    private static final String MODIFIED = "LastModifiedTimestamp";
    private static final String ARN = "QueueArn";

    /** The attributes that a queue can have, besides those of {@link #described}. */
    private static final Set<String> OPTIONAL = Set.of(
            "Policy",
            "RedrivePolicy",
            "RedriveAllowPolicy",
            "KmsMasterKeyId",
            "KmsDataKeyReusePeriodSeconds",
            "FifoQueue",
            "ContentBasedDeduplication",
            "DeduplicationScope",
            "FifoThroughputLimit");

    private static final int MAX_RESULTS = 1_000;
    private static final int MAX_TAGS = 50;
    private static final Duration PURGE_INTERVAL = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final QueueRegistry queues;
    private final String baseUrl;
    private final Executor executor;

    /** @param baseUrl the start of the queues' URLs, without a slash at its end */
    QueueActions(QueueRegistry queues, String baseUrl, Executor executor) {
        this.queues = queues;
        this.baseUrl = baseUrl;
        this.executor = executor;
    }

    CompletionStage<JsonNode> create(SqsCall call) {
        String name = Parameters.requireText(call.parameters(), "QueueName");
        SqsQueue queue = queues.create(name, Parameters.map(call.parameters(), "Attributes"), tags(call.parameters()));
        return url(queue);
    }

    /** The AWS JSON protocol names the tags of CreateQueue in lower case. */
    private static Map<String, String> tags(JsonNode parameters) {
        return Parameters.map(parameters, parameters.has("tags") ? "tags" : "Tags");
    }

    CompletionStage<JsonNode> delete(SqsCall call) {
        queues.delete(queues.of(call));
        return nothing();
    }

    CompletionStage<JsonNode> url(SqsCall call) {
        return url(queues.require(Parameters.requireText(call.parameters(), "QueueName")));
    }

    private CompletionStage<JsonNode> url(SqsQueue queue) {
        return completedStage(JsonNodeFactory.instance.objectNode().put("QueueUrl", urlOf(queue)));
    }

    private String urlOf(SqsQueue queue) {
        return baseUrl + "/" + Aws.ACCOUNT + "/" + queue.name();
    }

    CompletionStage<JsonNode> list(SqsCall call) {
        String prefix = Parameters.text(call.parameters(), "QueueNamePrefix");
        return completedStage(page(queues.withPrefix(prefix == null ? "" : prefix), "QueueUrls", call.parameters()));
    }

    CompletionStage<JsonNode> listDeadLetterSources(SqsCall call) {
        JsonNode page = page(queues.sourcesOf(queues.of(call)), "queueUrls", call.parameters());
        ((ObjectNode) page).withArray("queueUrls"); // present even if it is empty
        return completedStage(page);
    }

    /** Returns one page of the queues' URLs. The token is the name of the last queue of the page before. */
    private JsonNode page(List<SqsQueue> all, String list, JsonNode parameters) {
        OptionalInt size = Parameters.number(
                parameters, "MaxResults", 1, MAX_RESULTS, "MaxResults must be an integer between 1 and 1000.");
        String after = lastName(Parameters.text(parameters, "NextToken"));
        List<SqsQueue> left =
                all.stream().filter(queue -> queue.name().compareTo(after) > 0).toList();
        List<SqsQueue> page = left.subList(0, Math.min(left.size(), size.orElse(MAX_RESULTS)));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        page.forEach(queue -> result.withArray(list).add(urlOf(queue)));
        if (size.isPresent() && page.size() < left.size()) {
            result.put("NextToken", token(page.getLast().name()));
        }
        return result;
    }

    private static String token(String name) {
        return Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String lastName(String token) {
        try {
            return token == null ? "" : new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw SqsErrorException.invalidParameterValue("Invalid or expired next token.");
        }
    }

    CompletionStage<JsonNode> getAttributes(SqsCall call) {
        SqsQueue queue = queues.of(call);
        List<String> names = Parameters.texts(call.parameters(), "AttributeNames");
        boolean isAll = names.contains("All");
        Map<String, String> described = described(queue);
        for (String name : names) {
            boolean isKnown = name.equals("All")
                    || described.containsKey(name)
                    || COUNTS.contains(name)
                    || OPTIONAL.contains(name);
            if (!isKnown) {
                throw SqsErrorException.unknownAttribute(name);
            }
        }
        if (!isAll) {
            described.keySet().retainAll(names);
        }
        boolean isCounted = isAll || names.stream().anyMatch(COUNTS::contains);
        return isCounted
                ? counts(queue).thenApplyAsync(counts -> attributes(described, counts, isAll, names), executor)
                : completedStage(attributes(described, Map.of(), false, names));
    }

    private static Map<String, String> described(SqsQueue queue) {
        Map<String, String> described = new TreeMap<>(queue.attributes().values());
        described.put(ARN, queue.arn());
        described.put(CREATED, Long.toString(queue.created().getEpochSecond()));
        described.put(MODIFIED, Long.toString(queue.modified().getEpochSecond()));
        return described;
    }

    private CompletionStage<Map<String, String>> counts(SqsQueue queue) {
        // ElasticMQ counts a message as visible only if it became visible before this time.
        GetQueueStatistics message = new GetQueueStatistics(queues.now().toEpochMilli() + 1);
        CompletionStage<QueueStatistics> statistics = queue.ask(message, TIMEOUT);
        return statistics.thenApply(counts -> Map.of(
                VISIBLE, Long.toString(counts.approximateNumberOfVisibleMessages()),
                DELAYED, Long.toString(counts.approximateNumberOfMessagesDelayed()),
                IN_FLIGHT, Long.toString(counts.approximateNumberOfInvisibleMessages())));
    }

    private static JsonNode attributes(
            Map<String, String> described, Map<String, String> counts, boolean isAll, List<String> names) {
        Map<String, String> returned = new TreeMap<>(described);
        counts.forEach((name, count) -> {
            if (isAll || names.contains(name)) {
                returned.put(name, count);
            }
        });
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (!returned.isEmpty()) {
            ObjectNode attributes = result.putObject("Attributes");
            returned.forEach(attributes::put);
        }
        return result;
    }

    CompletionStage<JsonNode> setAttributes(SqsCall call) {
        queues.change(queues.of(call), Parameters.map(call.parameters(), "Attributes"));
        return nothing();
    }

    CompletionStage<JsonNode> purge(SqsCall call) {
        SqsQueue queue = queues.of(call);
        if (!queue.tryPurge(queues.now(), PURGE_INTERVAL)) {
            throw SqsErrorException.prefixed(
                    403,
                    "PurgeQueueInProgress",
                    "Only one PurgeQueue operation on " + queue.name() + " is allowed every 60 seconds.");
        }
        queue.tell(new ClearQueue());
        return nothing();
    }

    CompletionStage<JsonNode> tag(SqsCall call) {
        SqsQueue queue = queues.of(call);
        Map<String, String> tags = tags(call.parameters());
        if (tags.isEmpty()) {
            throw SqsErrorException.missingParameter("Tags");
        }
        Map<String, String> changed = new HashMap<>(queue.tags());
        changed.putAll(tags);
        if (changed.size() > MAX_TAGS) {
            throw SqsErrorException.invalidParameterValue("Too many tags added for queue " + queue.name() + ".");
        }
        queue.tag(tags);
        return nothing();
    }

    CompletionStage<JsonNode> untag(SqsCall call) {
        SqsQueue queue = queues.of(call);
        List<String> keys = Parameters.texts(call.parameters(), "TagKeys");
        if (keys.isEmpty()) {
            throw SqsErrorException.invalidParameterValue("Tag keys must be between 1 and 128 characters in length.");
        }
        queue.untag(keys);
        return nothing();
    }

    CompletionStage<JsonNode> listTags(SqsCall call) {
        Map<String, String> tags = queues.of(call).tags();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (!tags.isEmpty()) {
            ObjectNode listed = result.putObject("Tags");
            new TreeMap<>(tags).forEach(listed::put);
        }
        return completedStage(result);
    }

    private static CompletionStage<JsonNode> nothing() {
        return completedStage(MissingNode.getInstance());
    }
}
