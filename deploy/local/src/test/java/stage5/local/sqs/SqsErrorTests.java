package stage5.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.topology.Topology;

/** Error responses as they are sent, in both protocols. */
class SqsErrorTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Vertx VERTX = Vertx.vertx();
    private static final int PORT = Ports.free().sqs();
    private static final SqsEmulator EMULATOR =
            new SqsEmulator(VERTX, PORT, new Topology(List.of()), new UsageCounters());
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String queue = "queue-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        EMULATOR.start();
    }

    @AfterAll
    static void stop() {
        HTTP.close();
        EMULATOR.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void createQueue() throws Exception {
        assertThat(json("CreateQueue", "{'QueueName': '" + queue + "'}").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GetQueueUrl | {'QueueName': 'missing'} | 400 | com.amazonaws.sqs#QueueDoesNotExist \
            | AWS.SimpleQueueService.NonExistentQueue
            SendMessage | {'QueueUrl': '%s', 'MessageBody': ''} | 400 \
            | com.amazon.coral.service#MissingRequiredParameterException | MissingParameter
            ReceiveMessage | {'QueueUrl': '%s', 'VisibilityTimeout': 43201} | 400 \
            | com.amazon.coral.service#InvalidParameterValueException | InvalidParameterValue
            ReceiveMessage | {'QueueUrl': '%s', 'MaxNumberOfMessages': 'many'} | 400 \
            | com.amazon.coral.service#SerializationException | SerializationException
            SendMessageBatch | {'QueueUrl': '%s', 'Entries': []} | 400 | com.amazonaws.sqs#EmptyBatchRequest \
            | AWS.SimpleQueueService.EmptyBatchRequest
            DeleteMessageBatch | {'QueueUrl': '%s', 'Entries': [{'Id': '.!@', 'ReceiptHandle': 'x'}]} | 400 \
            | com.amazonaws.sqs#InvalidBatchEntryId | AWS.SimpleQueueService.InvalidBatchEntryId
            StartMessageMoveTask | {'SourceArn': 'arn:aws:sqs:us-east-1:000000000000:%s'} | 400 \
            | com.amazon.coral.service#InvalidParameterValueException | InvalidParameterValue
            StartMessageMoveTask | {'SourceArn': 'arn:aws:sqs:us-east-1:000000000000:missing'} | 404 \
            | com.amazonaws.sqs#ResourceNotFoundException | ResourceNotFoundException
            SetQueueAttributes | {'QueueUrl': '%s', 'Attributes': {'MaximumMessageSize': '1023'}} | 400 \
            | com.amazonaws.sqs#InvalidAttributeValue | InvalidAttributeValue
            """)
    void shouldStateTypeAndCode_whenTheJsonProtocolIsUsed(
            String action, String parameters, int status, String type, String code) throws Exception {
        HttpResponse<String> response = json(action, parameters.formatted(queue));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-query-error")).contains(code + ";Sender");
        JsonNode body = JSON.readTree(response.body());
        assertThat(body.path("__type").asText()).isEqualTo(type);
        assertThat(body.path("message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Action=GetQueueUrl&QueueName=missing | 400 | AWS.SimpleQueueService.NonExistentQueue \
            | The specified queue does not exist for this wsdl version.
            Action=SendMessage&QueueUrl=%s | 400 | MissingParameter \
            | The request must contain the parameter MessageBody.
            Action=ReceiveMessage&QueueUrl=%s&WaitTimeSeconds=21 | 400 | InvalidParameterValue \
            | Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be &gt;= 0 and &lt;= 20, if provided.
            Action=ReceiveMessage&QueueUrl=%s&WaitTimeSeconds=long | 400 | InvalidParameterValue \
            | Value long for parameter WaitTimeSeconds is invalid. Reason: Must be an integer.
            Action=SendMessageBatch&QueueUrl=%s | 400 | AWS.SimpleQueueService.EmptyBatchRequest \
            | There should be at least one SendMessageBatchRequestEntry in the request.
            Action=DeleteMessage&QueueUrl=%s&ReceiptHandle=garbage | 400 | ReceiptHandleIsInvalid \
            | The input receipt handle "garbage" is not a valid receipt handle.
            Action=CancelMessageMoveTask&TaskHandle=foobared | 400 | InvalidParameterValue \
            | Value for parameter TaskHandle is invalid.
            Action=Foo | 400 | InvalidAction | The action Foo is not valid for this endpoint.
            """)
    void shouldStateCodeAndMessage_whenTheQueryProtocolIsUsed(String form, int status, String code, String message)
            throws Exception {
        HttpResponse<String> response = query("/", form.formatted(queue));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body())
                .contains("<Type>Sender</Type>", "<Code>" + code + "</Code>", "<Message>" + message + "</Message>");
    }

    @Test
    void shouldPerformTheAction_whenThePathNamesTheQueue() throws Exception {
        String path = "/" + Aws.ACCOUNT + "/" + queue;
        query(path, "Action=SendMessage&MessageBody=%3Ca%3E");

        assertThat(query(path + "?Action=ReceiveMessage", "").body()).contains("<Body>&lt;a&gt;</Body>");
        assertThat(query(path, "Action=ListQueues").body()).contains("<Code>InvalidAction</Code>");
    }

    @Test
    void shouldRefuseTheRequest_whenItIsMalformed() throws Exception {
        assertThat(json("SendMessage", "{no").body()).contains("SerializationException");
        assertThat(json("SendMessage", "[]").body()).contains("SerializationException");
        assertThat(query("/", "Action=%zz").body()).contains("<Code>MalformedQueryString</Code>");
    }

    private static HttpResponse<String> json(String action, String parameters) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/"))
                        .header("X-Amz-Target", "AmazonSQS." + action),
                parameters.replace('\'', '"'));
    }

    private static HttpResponse<String> query(String path, String form) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path))
                        .header("Content-Type", "application/x-www-form-urlencoded"),
                form);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String body) throws Exception {
        return HTTP.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }
}
