package stage5.local.sqs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import stage5.local.aws.AwsQueryRequest;

/** Converts the parameters of the AWS Query protocol into the names and the shape of the AWS JSON protocol. */
final class QueryParameters {

    private static final List<String> TEXTS = List.of(
            "QueueUrl",
            "QueueName",
            "QueueNamePrefix",
            "NextToken",
            "Label",
            "MessageBody",
            "MessageGroupId",
            "MessageDeduplicationId",
            "ReceiptHandle",
            "ReceiveRequestAttemptId",
            "SourceArn",
            "DestinationArn",
            "TaskHandle",
            "Id");

    private static final List<String> NUMBERS = List.of(
            "DelaySeconds",
            "MaxNumberOfMessages",
            "MaxNumberOfMessagesPerSecond",
            "MaxResults",
            "VisibilityTimeout",
            "WaitTimeSeconds");

    /** The names of lists of texts in both protocols. */
    private static final Map<String, String> LISTS = Map.of(
            "AttributeName", "AttributeNames",
            "MessageAttributeName", "MessageAttributeNames",
            "MessageSystemAttributeName", "MessageSystemAttributeNames",
            "TagKey", "TagKeys",
            "AWSAccountId", "AWSAccountIds",
            "ActionName", "Actions");

    private static final Map<String, String> MESSAGE_ATTRIBUTES =
            Map.of("MessageAttribute", "MessageAttributes", "MessageSystemAttribute", "MessageSystemAttributes");

    private QueryParameters() {}

    static ObjectNode of(AwsQueryRequest request, String action) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        addFields(request, parameters);
        LISTS.forEach((name, jsonName) -> {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            request.texts(name).forEach(list::add);
            if (!list.isEmpty()) {
                parameters.set(jsonName, list);
            }
        });
        addMap(request.list("Attribute"), "Name", parameters, "Attributes");
        addMap(request.list("Tag"), "Key", parameters, "Tags");
        for (AwsQueryRequest entry : request.list(action + "RequestEntry")) {
            addFields(entry, parameters.withArray("Entries").addObject());
        }
        return parameters;
    }

    /** Adds what a call and an entry of a batch can contain. */
    private static void addFields(AwsQueryRequest request, ObjectNode json) {
        for (String name : TEXTS) {
            request.find(name).ifPresent(text -> json.put(name, text));
        }
        for (String name : NUMBERS) {
            request.find(name).ifPresent(text -> json.put(name, number(name, text)));
        }
        MESSAGE_ATTRIBUTES.forEach((name, jsonName) -> {
            for (AwsQueryRequest attribute : request.list(name)) {
                ObjectNode value = json.withObjectProperty(jsonName)
                        .putObject(attribute.find("Name").orElse(""));
                for (String field : List.of("DataType", "StringValue", "BinaryValue")) {
                    attribute.find("Value." + field).ifPresent(text -> value.put(field, text));
                }
            }
        });
    }

    private static void addMap(List<AwsQueryRequest> entries, String key, ObjectNode parameters, String jsonName) {
        for (AwsQueryRequest entry : entries) {
            parameters
                    .withObjectProperty(jsonName)
                    .put(entry.find(key).orElse(""), entry.find("Value").orElse(""));
        }
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw SqsErrorException.invalidParameterValue(name, text, "Must be an integer.");
        }
    }
}
