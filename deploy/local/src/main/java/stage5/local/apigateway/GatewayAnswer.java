package stage5.local.apigateway;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What API Gateway itself answers, instead of the function. */
final class GatewayAnswer {

    static final FunctionAnswer BAD_REQUEST = of(HttpResponseStatus.BAD_REQUEST);
    static final FunctionAnswer TOO_LARGE = of(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
    static final FunctionAnswer HEAD_TOO_LARGE = of(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
    static final FunctionAnswer INTERNAL_ERROR = of(HttpResponseStatus.INTERNAL_SERVER_ERROR);
    static final FunctionAnswer UNAVAILABLE = of(HttpResponseStatus.SERVICE_UNAVAILABLE);

    private GatewayAnswer() {}

    /**
     * Returns the answer that names its status.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html">The
     *     body's form</a>
     */
    private static FunctionAnswer of(HttpResponseStatus status) {
        String body = "{\"message\":\"" + status.reasonPhrase() + "\"}";
        return new FunctionAnswer(
                status.code(),
                Map.of("content-type", "application/json"),
                List.of(),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
