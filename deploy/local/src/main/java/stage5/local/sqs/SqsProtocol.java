package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** A protocol of SQS: how requests are parsed, and responses are written. */
interface SqsProtocol {

    /** Returns the protocol of the request. */
    static SqsProtocol of(HttpServerRequest request) {
        return request.getHeader(JsonProtocol.TARGET) == null ? QueryProtocol.INSTANCE : JsonProtocol.INSTANCE;
    }

    /**
     * Returns the call that the request contains.
     *
     * @throws stage5.local.aws.AwsErrorException if it is malformed
     */
    SqsCall call(HttpServerRequest request, Buffer body);

    /**
     * Ends the response.
     *
     * @param result a missing node if the action has none
     */
    void succeed(HttpServerRequest request, SqsCall call, JsonNode result);

    /** Ends the response with an error. */
    void refuse(HttpServerRequest request, SqsErrorException error);
}
