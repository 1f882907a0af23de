package stage5.kit.testing.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** Invokes the function under test through Quarkus' mock of the Lambda Runtime API. */
public final class MockFunction {

    private static final String PORT = "quarkus.lambda.mock-event-server.test-port";

    private MockFunction() {}

    /** Returns the function's response; its status is 500 if the invocation failed. */
    public static Response invoke(Object payload) {
        int port = ConfigProvider.getConfig().getValue(PORT, Integer.class);
        return given().contentType(ContentType.JSON).body(payload).post("http://localhost:" + port + "/_lambda_");
    }

    /** Returns the function's result as the type; fails with the function's error if the invocation failed. */
    public static <T> T result(Object payload, Class<T> type) {
        return succeeded(invoke(payload)).as(type);
    }

    /** Returns the payload of an event source mapping for a batch of messages, given by message id. */
    public static Map<String, Object> batch(String queue, Map<String, Event> messages) {
        return Map.of(
                "Records",
                messages.entrySet().stream()
                        .map(message -> Map.of(
                                "messageId",
                                message.getKey(),
                                "body",
                                EventCodec.write(message.getValue()),
                                "receiptHandle",
                                "receipt",
                                "eventSource",
                                "aws:sqs",
                                "eventSourceARN",
                                "arn:aws:sqs:us-east-1:000000000000:" + queue,
                                "awsRegion",
                                "us-east-1"))
                        .toList());
    }

    /** Returns the ids of the messages that failed, from the function's response. */
    public static List<String> failures(Response response) {
        return succeeded(response).path("batchItemFailures.itemIdentifier");
    }

    private static Response succeeded(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response;
    }
}
