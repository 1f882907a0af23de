package stage5.local.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.UUID;

/**
 * The AWS JSON protocol.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html">Making
 *     requests using the AWS JSON protocol</a>
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#querycompatible-error-codes">Error codes for
 *     clients of the AWS Query protocol</a>
 */
final class JsonProtocol implements SqsProtocol {

    static final JsonProtocol INSTANCE = new JsonProtocol();

    static final String TARGET = "X-Amz-Target";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ERROR_HEADER = "x-amzn-query-error";

    private JsonProtocol() {}

    @Override
    public SqsCall call(HttpServerRequest request, Buffer body) {
        String target = request.getHeader(TARGET);
        return new SqsCall(
                target.substring(target.indexOf('.') + 1), parameters(body), request.getHeader("X-Amzn-Trace-Id"));
    }

    private static JsonNode parameters(Buffer body) {
        try {
            JsonNode parameters = JSON.readTree(body.getBytes());
            if (parameters.isObject() || parameters.isMissingNode()) {
                return parameters;
            }
        } catch (IOException e) {
            throw SqsErrorException.unserializable("The request is not JSON");
        }
        throw SqsErrorException.unserializable("The request is not a JSON object");
    }

    @Override
    public void succeed(HttpServerRequest request, SqsCall call, JsonNode result) {
        if (result.isMissingNode()) {
            prepare(request, 200).response().end();
        } else {
            end(prepare(request, 200), result);
        }
    }

    @Override
    public void refuse(HttpServerRequest request, SqsErrorException error) {
        prepare(request, error.status())
                .response()
                .putHeader(ERROR_HEADER, error.code() + (error.isSenderFault() ? ";Sender" : ";Receiver"));
        end(
                request,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("__type", error.type())
                        .put("message", error.getMessage()));
    }

    private static HttpServerRequest prepare(HttpServerRequest request, int status) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("x-amzn-RequestId", UUID.randomUUID().toString());
        return request;
    }

    private static void end(HttpServerRequest request, JsonNode body) {
        try {
            request.response().end(Buffer.buffer(JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The response can't be serialised as JSON", e);
        }
    }
}
