package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.LocalCloudResource;

/** Invokes the HTTP handler with paths as API Gateway delivers them: decoded. Quarkus' mock event server encodes them. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class RequestPathEncoderTests {

    @Inject
    @Any
    RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a b",
                "☕",
                "😊 é",
                "100%",
                "%2F",
                "%zz",
                "a#b",
                "a?b",
                "a;b=c",
                "a+b",
                "a&b=c",
                "a:b@c",
                "\"<>\\^`{|}"
            })
    void shouldPassTheParameterUnchanged_whenThePathIsDecoded(String name) {
        APIGatewayV2HTTPResponse response = call("/greetings/by-name/" + name, "q=1%202");

        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
        assertThat(response.getBody()).isEqualTo(name + " 1 2");
    }

    @Test
    void shouldAnswer404_whenADecodedSlashMakesAnotherPath() {
        assertThat(call("/greetings/by-name/a/b", "").getStatusCode()).isEqualTo(404);
    }

    private APIGatewayV2HTTPResponse call(String path, String query) {
        APIGatewayV2HTTPEvent.RequestContext.Http http = new APIGatewayV2HTTPEvent.RequestContext.Http();
        http.setMethod("GET");
        http.setPath(path);
        APIGatewayV2HTTPEvent.RequestContext context = new APIGatewayV2HTTPEvent.RequestContext();
        context.setHttp(http);
        APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
        event.setRequestContext(context);
        event.setRawPath(path);
        event.setRawQueryString(query);
        event.setHeaders(Map.of("host", "localhost"));
        return handler.handleRequest(event, FakeInvocation.of("request"));
    }
}
