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

/** The function under test, called as Lambda calls it, through Quarkus' own stand-in for the Runtime API. */
public final class MockFunction {

    private static final String PORT = "quarkus.lambda.mock-event-server.test-port";

    private MockFunction() {}

    /** Returns what the function answers, with status 500 where it fails. */
    public static Response invoke(Object payload) {
        int port = ConfigProvider.getConfig().getValue(PORT, Integer.class);
        return given().contentType(ContentType.JSON).body(payload).post("http://localhost:" + port + "/_lambda_");
    }

    /** Returns a batch of a queue, by the ids of its messages, as Lambda's event source mapping sends it. */
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

    /** Returns the ids of the messages that the function's answer wants to have again. */
    public static List<String> failures(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.path("batchItemFailures.itemIdentifier");
    }
}
