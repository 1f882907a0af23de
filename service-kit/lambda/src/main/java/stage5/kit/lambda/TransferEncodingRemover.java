package stage5.kit.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.interceptor.Interceptor;

/**
 * Removes the {@code Transfer-Encoding} header from HTTP responses. For a response that is written in chunks Quarkus
 * leaves the header empty, although API Gateway gets the complete body. An empty header is invalid (<a
 * href="https://www.rfc-editor.org/rfc/rfc9112#section-6.1">RFC 9112, 6.1</a>).
 */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
class TransferEncodingRemover implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler;

    TransferEncodingRemover(@Delegate @Any RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler) {
        this.handler = handler;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent request, Context invocation) {
        APIGatewayV2HTTPResponse response = handler.handleRequest(request, invocation);
        if (response.getHeaders() != null) {
            response.getHeaders().keySet().removeIf("Transfer-Encoding"::equalsIgnoreCase);
        }
        return response;
    }
}
