package stage5.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.local.TestHttp;

/** Tests the behaviour that is documented or recorded for Invoke, versions and aliases; the cases name their sources. */
@DisabledOnOs(OS.WINDOWS)
class InvokeActionTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:probe";
    private static final String ECHO = "{\"do\":\"echo\"}";

    @TempDir
    Path directory;

    private ProbeFunction function;
    private TestHttp http;

    @BeforeEach
    void deploy() throws Exception {
        function = new ProbeFunction(directory, Duration.ofMinutes(1)).deploy(Duration.ofSeconds(30), 3, Map.of());
        http = new TestHttp(function.port);
    }

    @AfterEach
    void close() {
        http.close();
        function.close();
    }

    @Test
    void shouldRefuse_whenTheBodyIsNotJson() throws Exception {
        HttpResponse<String> response = invoke("probe", "{no");

        assertError(response, 400, "InvalidRequestContentException");
        assertThat(TestHttp.json(response).path("Type").asText()).isEqualTo("User");
        assertThat(TestHttp.json(response).path("message").asText())
                .startsWith("Could not parse request body into json: Could not parse payload into json: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "probe",
                "function:probe",
                "000000000000:function:probe",
                ARN,
                "probe:$LATEST",
                ARN + ":$LATEST",
                "probe?Qualifier=$LATEST"
            })
    void shouldFindTheFunction_whenItIsNamedInAnotherForm(String name) throws Exception {
        HttpResponse<String> response =
                http.send("POST", path(name, "/invocations"), ECHO, "X-Amz-Invocation-Type", "DryRun");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(function.status().invocations()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing | 404 | ResourceNotFoundException | Function not found: arn:aws:lambda:us-east-1:000000000000:function:missing:$LATEST
                    probe?Qualifier=7 | 404 | ResourceNotFoundException | Function not found: arn:aws:lambda:us-east-1:000000000000:function:probe:7
                    probe?Qualifier=$latest | 404 | ResourceNotFoundException | Function not found: arn:aws:lambda:us-east-1:000000000000:function:probe:$latest
                    probe:1?Qualifier=2 | 400 | InvalidParameterValueException | The derived qualifier from the function name does not match the specified qualifier.
                    probe! | 400 | ValidationException | 1 validation error detected: Value 'probe!' at 'functionName' failed
                    probe?Qualifier=a! | 400 | ValidationException | 1 validation error detected: Value 'a!' at 'qualifier' failed
                    arn:aws:lambda:us-east-1:000000000000:function:probe:1:2 | 400 | ValidationException | 1 validation error detected: Value 'arn
                    arn:aws:lambda:us-west-2:000000000000:function:probe | 404 | ResourceNotFoundException | Functions from 'us-west-2' are not reachable in this region ('us-east-1')
                    """)
    void shouldRefuse_whenThereIsNoSuchFunction(String name, int status, String type, String message) throws Exception {
        HttpResponse<String> response = invoke(name, ECHO);

        assertError(response, status, type);
        JsonNode body = TestHttp.json(response);
        assertThat(body.path(type.startsWith("ResourceNotFound") ? "Message" : "message")
                        .asText())
                .startsWith(message);
    }

    @Test
    void shouldStateBothViolations_whenNameAndQualifierAreInvalid() throws Exception {
        HttpResponse<String> response = invoke("probe!?Qualifier=" + "a".repeat(129), ECHO);

        assertThat(TestHttp.json(response).path("message").asText())
                .startsWith("2 validation errors detected: Value 'aaa")
                .contains("length less than or equal to 128; Value 'probe!' at 'functionName'");
    }

    @ParameterizedTest
    @CsvSource({"X-Amz-Invocation-Type, invocationType", "X-Amz-Log-Type, logType"})
    void shouldRefuse_whenATypeIsUnknown(String header, String field) throws Exception {
        HttpResponse<String> response = http.send("POST", path("probe", "/invocations"), ECHO, header, "Later");

        assertError(response, 400, "ValidationException");
        assertThat(TestHttp.json(response).path("message").asText())
                .contains("Value 'Later' at '" + field
                        + "' failed to satisfy constraint: Member must satisfy enum value set");
    }

    @Test
    void shouldStateTheReason_whenThrottled() throws Exception {
        function.deploy(Duration.ofSeconds(30), 0, Map.of());

        HttpResponse<String> response = invoke("probe", ECHO);

        assertError(response, 429, "TooManyRequestsException");
        assertThat(TestHttp.json(response)).isEqualTo(JSON.readTree("""
                        {"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded", "Type": "User",
                         "message": "Rate Exceeded."}"""));
    }

    @Test
    void shouldReturnTheLogAndPassTheContext_whenRequested() throws Exception {
        String context = Base64.getEncoder().encodeToString("{\"custom\":{\"a\":\"b\"}}".getBytes(UTF_8));

        HttpResponse<String> printed = http.send(
                "POST",
                path("probe", "/invocations"),
                "{\"do\":\"print\",\"text\":\"hello log\"}",
                "X-Amz-Log-Type",
                "Tail");
        HttpResponse<String> echoed =
                http.send("POST", path("probe", "/invocations"), ECHO, "X-Amz-Client-Context", context);

        String id = printed.headers().firstValue("x-amzn-RequestId").orElseThrow();
        String log = new String(
                Base64.getDecoder()
                        .decode(printed.headers().firstValue("X-Amz-Log-Result").orElseThrow()),
                UTF_8);
        assertThat(log.lines().toList())
                .hasSize(4)
                .startsWith("START RequestId: " + id + " Version: $LATEST", "hello log", "END RequestId: " + id)
                .last()
                .asString()
                .startsWith("REPORT RequestId: " + id);
        assertThat(echoed.headers().firstValue("X-Amz-Log-Result")).isEmpty();
        assertThat(TestHttp.json(echoed).path("lambda-runtime-client-context").asText())
                .isEqualTo("{\"custom\":{\"a\":\"b\"}}");
        assertThat(TestHttp.json(echoed).path("lambda-runtime-aws-request-id").asText())
                .isEqualTo(echoed.headers().firstValue("x-amzn-RequestId").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "bm8=", "W10="})
    void shouldRefuse_whenTheClientContextIsNotAnObject(String context) throws Exception {
        HttpResponse<String> response =
                http.send("POST", path("probe", "/invocations"), ECHO, "X-Amz-Client-Context", context);

        assertError(response, 400, "InvalidRequestContentException");
        assertThat(TestHttp.json(response).path("message").asText())
                .isEqualTo("Client context must be a valid Base64-encoded JSON object.");
    }

    @Test
    void shouldRetryTwiceWithTheSameIdAndSendARecord_whenAnAsynchronousInvocationFails() throws Exception {
        http.send(
                "PUT",
                "/2019-09-25/functions/probe/event-invoke-config",
                "{\"DestinationConfig\":{\"OnFailure\":{\"Destination\":\"arn:aws:sqs:us-east-1:000000000000:failures\"}}}");

        HttpResponse<String> accepted = http.send(
                "POST", path("probe", "/invocations"), "{\"do\":\"error\"}", "X-Amz-Invocation-Type", "Event");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
        Map.Entry<String, String> sent = function.records.poll(60, TimeUnit.SECONDS);
        assertThat(sent).isNotNull();
        assertThat(sent.getKey()).isEqualTo("arn:aws:sqs:us-east-1:000000000000:failures");
        JsonNode invocation = JSON.readTree(sent.getValue());
        assertThat(invocation.at("/requestContext/requestId").asText())
                .isEqualTo(accepted.headers().firstValue("x-amzn-RequestId").orElseThrow());
        assertThat(invocation.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
        assertThat(invocation.at("/requestContext/approximateInvokeCount").asInt())
                .isEqualTo(3);
        assertThat(invocation.at("/responsePayload/errorType").asText()).isEqualTo("Probe.Failed");
        assertThat(function.status().invocations()).isEqualTo(3);
    }

    @Test
    void shouldRefuse_whenAnAsynchronousEventIsOver1Mib() throws Exception {
        HttpResponse<String> response = http.send(
                "POST",
                path("probe", "/invocations"),
                "\"" + "x".repeat(1024 * 1024 - 1) + "\"",
                "X-Amz-Invocation-Type",
                "Event");

        assertError(response, 413, "RequestTooLargeException");
        assertThat(TestHttp.json(response).path("message").asText())
                .isEqualTo("1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)");
    }

    @Test
    void shouldRunThePublishedVersion_whenTheQualifierNamesItOrItsAlias() throws Exception {
        function.deploy(Duration.ofSeconds(30), 3, Map.of("CODE", "one"));
        assertThat(http.send("POST", path("probe", "/versions"), "{}").statusCode())
                .isEqualTo(201);
        assertThat(TestHttp.json(http.send("POST", path("probe", "/versions"), "{}"))
                        .path("Version")
                        .asText())
                .as("unchanged")
                .isEqualTo("1");
        function.deploy(Duration.ofSeconds(30), 3, Map.of("CODE", "two"));
        HttpResponse<String> alias =
                http.send("POST", path("probe", "/aliases"), "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}");
        assertThat(alias.statusCode()).as(alias.body()).isEqualTo(201);

        HttpResponse<String> byAlias = invoke("probe:live", ECHO);
        HttpResponse<String> byVersion = invoke(ARN + ":1", ECHO);
        HttpResponse<String> latest = invoke("probe", ECHO);

        assertExecuted(byAlias, "1", "one", ARN + ":live");
        assertExecuted(byVersion, "1", "one", ARN + ":1");
        assertExecuted(latest, "$LATEST", "two", ARN);
    }

    private static void assertExecuted(HttpResponse<String> response, String version, String code, String arn)
            throws Exception {
        JsonNode body = TestHttp.json(response);
        assertThat(response.headers().firstValue("X-Amz-Executed-Version")).hasValue(version);
        assertThat(body.at("/environment/CODE").asText()).isEqualTo(code);
        assertThat(body.at("/environment/AWS_LAMBDA_FUNCTION_VERSION").asText()).isEqualTo(version);
        assertThat(body.path("lambda-runtime-invoked-function-arn").asText()).isEqualTo(arn);
    }

    private static void assertError(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("X-Amzn-ErrorType")).hasValue(type);
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    private HttpResponse<String> invoke(String name, String event) throws Exception {
        return http.send("POST", path(name, "/invocations"), event);
    }

    /** Returns the path of a resource of a function, which may be followed by a query. */
    private static String path(String name, String resource) {
        String[] parts = name.split("\\?", 2);
        return "/2015-03-31/functions/" + parts[0] + resource + (parts.length == 1 ? "" : "?" + parts[1]);
    }
}
