package stage5.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Calls SQS in the AWS Query protocol, which the SDK no longer uses. Parameters and results have the names of the JSON
 * protocol, so that one case covers both.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html">Query
 *     API requests</a>
 */
final class SqsQueryDriver {

    private static final String VERSION = "2012-11-05";
    private static final Set<String> NAME_VALUE = Set.of("Attributes", "MessageAttributes", "MessageSystemAttributes");

    /** The names of lists and maps in requests, by their names in JSON. */
    private static final Map<String, String> REQUEST_NAMES = Map.ofEntries(
            Map.entry("Attributes", "Attribute"),
            Map.entry("MessageAttributes", "MessageAttribute"),
            Map.entry("MessageSystemAttributes", "MessageSystemAttribute"),
            Map.entry("AttributeNames", "AttributeName"),
            Map.entry("MessageAttributeNames", "MessageAttributeName"),
            Map.entry("MessageSystemAttributeNames", "MessageSystemAttributeName"),
            Map.entry("AWSAccountIds", "AWSAccountId"),
            Map.entry("Actions", "ActionName"),
            Map.entry("TagKeys", "TagKey"),
            Map.entry("Tags", "Tag"),
            Map.entry("tags", "Tag"));

    /** The names in JSON, by those of repeated elements in responses. */
    private static final Map<String, String> RESPONSE_NAMES = Map.ofEntries(
            Map.entry("Message", "Messages"),
            Map.entry("Attribute", "Attributes"),
            Map.entry("MessageAttribute", "MessageAttributes"),
            Map.entry("Tag", "Tags"),
            Map.entry("SendMessageBatchResultEntry", "Successful"),
            Map.entry("DeleteMessageBatchResultEntry", "Successful"),
            Map.entry("ChangeMessageVisibilityBatchResultEntry", "Successful"),
            Map.entry("BatchResultErrorEntry", "Failed"),
            Map.entry("ListMessageMoveTasksResultEntry", "Results"));

    private static final Set<String> MAPS = Set.of("Attributes", "MessageAttributes", "Tags");

    private final HttpDriver http;

    SqsQueryDriver(HttpDriver http) {
        this.http = http;
    }

    /** Returns the result of a call; the request goes to the queue's path, if there is a queue. */
    Result call(URI endpoint, HttpDriver.Signing signing, String action, JsonNode parameters) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", action);
        form.put("Version", VERSION);
        parameters.properties().forEach(entry -> flatten(form, action, entry.getKey(), entry.getValue()));
        HttpDriver.Request request = new HttpDriver.Request(
                "POST",
                path(parameters.path("QueueUrl").asText()),
                Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
                encode(form));
        Result result = http.send(endpoint, request, Optional.of(signing));
        return result.isSuccess() ? result.with(fields(action, result.fields())) : result;
    }

    static byte[] encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry ->
                        URLEncoder.encode(entry.getKey(), UTF_8) + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(UTF_8);
    }

    private static String path(String queueUrl) {
        return queueUrl.matches("https?://[^/]+/\\S+") ? URI.create(queueUrl).getRawPath() : "/";
    }

    private static void flatten(Map<String, String> form, String action, String name, JsonNode value) {
        if (value.isValueNode()) {
            form.put(name, value.asText());
            return;
        }
        String prefix = name.equals("Entries") ? action + "RequestEntry" : REQUEST_NAMES.getOrDefault(last(name), name);
        prefix = name.substring(0, name.length() - last(name).length()) + prefix;
        if (value.isEmpty()) {
            form.put(prefix, "");
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                flattenElement(form, action, prefix + "." + (i + 1), value.get(i));
            }
        } else {
            boolean tags = !NAME_VALUE.contains(last(name));
            int i = 0;
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String at = prefix + "." + ++i;
                form.put(at + (tags ? ".Key" : ".Name"), entry.getKey());
                flattenElement(form, action, at + ".Value", entry.getValue());
            }
        }
    }

    private static void flattenElement(Map<String, String> form, String action, String name, JsonNode element) {
        if (element.isObject()) {
            element.properties()
                    .forEach(member -> flatten(form, action, name + "." + member.getKey(), member.getValue()));
        } else {
            form.put(name, element.asText());
        }
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static ObjectNode fields(String action, JsonNode response) {
        JsonNode result = response.path(action + "Response").path(action + "Result");
        return result.isObject() ? object(action, result) : JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode object(String action, JsonNode element) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        element.properties().forEach(child -> {
            boolean text = child.getValue().isTextual(); // Message is a text in the entry of a batch that failed
            String name = text && child.getKey().equals("Message") ? "Message" : jsonName(action, child.getKey());
            if (name.equals(child.getKey())) {
                object.set(name, child.getValue().isObject() ? object(action, child.getValue()) : child.getValue());
            } else if (MAPS.contains(name)) {
                object.set(name, map(action, child.getValue()));
            } else {
                object.set(name, list(action, child.getValue()));
            }
        });
        return object;
    }

    /** ListQueues and ListDeadLetterSourceQueues repeat {@code QueueUrl}; other calls have one. */
    private static String jsonName(String action, String name) {
        if (name.equals("QueueUrl") && action.equals("ListQueues")) {
            return "QueueUrls";
        }
        if (name.equals("QueueUrl") && action.equals("ListDeadLetterSourceQueues")) {
            return "queueUrls";
        }
        return RESPONSE_NAMES.getOrDefault(name, name);
    }

    private static ArrayNode list(String action, JsonNode repeated) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        (repeated.isArray() ? repeated : List.of(repeated))
                .forEach(element -> list.add(element.isObject() ? object(action, element) : element));
        return list;
    }

    private static ObjectNode map(String action, JsonNode repeated) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        (repeated.isArray() ? repeated : List.of(repeated)).forEach(entry -> {
            JsonNode key = entry.path(entry.has("Name") ? "Name" : "Key");
            map.set(key.asText(), entry.path("Value"));
        });
        return map;
    }
}
