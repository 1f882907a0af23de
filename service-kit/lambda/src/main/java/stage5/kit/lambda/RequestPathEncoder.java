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
import org.jboss.resteasy.reactive.common.util.Encode;

/**
 * Percent-encodes the path of HTTP events. API Gateway's HTTP APIs decode {@code rawPath}, although the <a
 * href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">documentation</a>
 * does not say so (<a
 * href="https://github.com/aws/aws-lambda-dotnet/blob/831492165a694825e0e762d68ec74f3e36b628c0/Tools/LambdaTestTool-v2/tests/Amazon.Lambda.TestTool.UnitTests/Snapshots/V2_UnicodeCharactersInPath.json">
 * recorded event</a>). Quarkus uses {@code rawPath} as the target of an HTTP request. Without this class a {@code %} in it
 * is decoded twice or malformed, a {@code #} ends the path, and other characters are invalid.
 *
 * <p>Two differences from the container form remain, because the event does not contain the original path: {@code %2F}
 * separates segments, and HTTP APIs truncate the path at {@code %3F}.
 */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
class RequestPathEncoder implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler;

    RequestPathEncoder(@Delegate @Any RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler) {
        this.handler = handler;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent request, Context invocation) {
        if (request.getRawPath() != null) {
            request.setRawPath(encoded(request.getRawPath()));
        }
        return handler.handleRequest(request, invocation);
    }

    /** Returns the decoded path as a valid path of a URI. A semicolon never separates matrix parameters. */
    private static String encoded(String path) {
        return Encode.encodePathAsIs(path).replace(";", "%3B");
    }
}
