package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import stage5.local.aws.AwsQueryRequest;
import stage5.local.aws.XmlWriter;

/**
 * The AWS Query protocol. The parameters are in the body or in the query string; the path can name the queue.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html">Making
 *     requests using the AWS Query protocol</a>
 */
final class QueryProtocol implements SqsProtocol {

    static final QueryProtocol INSTANCE = new QueryProtocol();

    private static final String NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/";
    private static final Pattern QUEUE_PATH = Pattern.compile("/\\d{12}/[A-Za-z0-9_.-]+");

    /** What the endpoint of a queue does not perform. */
    private static final Set<String> ACCOUNT_ACTIONS = Set.of("CreateQueue", "ListQueues");

    /** The elements of lists and maps. */
    private static final Map<String, String> ELEMENTS = Map.of(
            "QueueUrls", "QueueUrl",
            "queueUrls", "QueueUrl",
            "Messages", "Message",
            "Attributes", "Attribute",
            "MessageAttributes", "MessageAttribute",
            "Tags", "Tag",
            "Failed", "BatchResultErrorEntry",
            "Results", "ListMessageMoveTasksResultEntry");

    private QueryProtocol() {}

    @Override
    public SqsCall call(HttpServerRequest request, Buffer body) {
        String query = request.query() == null ? "" : request.query() + '&';
        AwsQueryRequest parsed = AwsQueryRequest.parse(query + body, SqsErrorException::missingParameter);
        String action = parsed.find("Action").orElse("");
        ObjectNode parameters = QueryParameters.of(parsed, action);
        if (QUEUE_PATH.matcher(request.path()).matches()) {
            if (ACCOUNT_ACTIONS.contains(action)) {
                throw SqsErrorException.unknownAction(action);
            }
            if (!parameters.has("QueueUrl")) {
                parameters.put("QueueUrl", request.path());
            }
        }
        return new SqsCall(action, parameters, request.getHeader("X-Amzn-Trace-Id"));
    }

    @Override
    public void succeed(HttpServerRequest request, SqsCall call, JsonNode result) {
        XmlWriter xml = new XmlWriter();
        xml.root(call.action() + "Response", NAMESPACE, () -> {
            if (!result.isMissingNode()) {
                xml.element(call.action() + "Result", () -> fields(xml, call.action(), result));
            }
            xml.element(
                    "ResponseMetadata",
                    () -> xml.element("RequestId", UUID.randomUUID().toString()));
        });
        end(request, 200, xml);
    }

    private static void fields(XmlWriter xml, String action, JsonNode object) {
        object.properties().forEach(field -> field(xml, action, field.getKey(), field.getValue()));
    }

    private static void field(XmlWriter xml, String action, String name, JsonNode value) {
        String element = name.equals("Successful") ? action + "ResultEntry" : ELEMENTS.get(name);
        if (value.isArray()) {
            value.forEach(item -> item(xml, action, element, item));
        } else if (value.isObject()) {
            String key = element.equals("Tag") ? "Key" : "Name";
            value.properties()
                    .forEach(entry -> xml.element(element, () -> {
                        xml.element(key, entry.getKey());
                        item(xml, action, "Value", entry.getValue());
                    }));
        } else {
            xml.element(name, value.asText());
        }
    }

    private static void item(XmlWriter xml, String action, String element, JsonNode item) {
        if (item.isObject()) {
            xml.element(element, () -> fields(xml, action, item));
        } else {
            xml.element(element, item.asText());
        }
    }

    @Override
    public void refuse(HttpServerRequest request, SqsErrorException error) {
        XmlWriter xml = new XmlWriter();
        xml.root("ErrorResponse", NAMESPACE, () -> xml.element(
                        "Error", () -> xml.element("Type", error.isSenderFault() ? "Sender" : "Receiver")
                                .element("Code", error.code())
                                .element("Message", error.queryMessage())
                                .element("Detail", ""))
                .element("RequestId", UUID.randomUUID().toString()));
        end(request, error.status(), xml);
    }

    private static void end(HttpServerRequest request, int status, XmlWriter xml) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/xml")
                .end(xml.toString());
    }
}
