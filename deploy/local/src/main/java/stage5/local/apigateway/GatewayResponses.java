package stage5.local.apigateway;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Responses that API Gateway produces itself. */
final class GatewayResponses {

    static final FunctionResponse BAD_REQUEST = of(HttpResponseStatus.BAD_REQUEST);
    static final FunctionResponse FORBIDDEN = of(HttpResponseStatus.FORBIDDEN);
    static final FunctionResponse TOO_LARGE = of(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
    static final FunctionResponse HEAD_TOO_LARGE = of(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
    static final FunctionResponse EXPECTATION_FAILED = of(HttpResponseStatus.EXPECTATION_FAILED);
    static final FunctionResponse INTERNAL_ERROR = of(HttpResponseStatus.INTERNAL_SERVER_ERROR);
    static final FunctionResponse NOT_IMPLEMENTED = of(HttpResponseStatus.NOT_IMPLEMENTED);
    static final FunctionResponse UNAVAILABLE = of(HttpResponseStatus.SERVICE_UNAVAILABLE);

    private GatewayResponses() {}

    /**
     * Returns a response with the status and its reason phrase as the message.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html">The
     *     body's form</a>
     */
    private static FunctionResponse of(HttpResponseStatus status) {
        String body = "{\"message\":\"" + status.reasonPhrase() + "\"}";
        return new FunctionResponse(
                status.code(),
                Map.of("content-type", "application/json"),
                List.of(),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
