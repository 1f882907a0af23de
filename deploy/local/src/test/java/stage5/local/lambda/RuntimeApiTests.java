package stage5.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the behaviour that <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">the Runtime API</a>
 * specifies.
 */
@DisabledOnOs(OS.WINDOWS)
class RuntimeApiTests {

    private static final int MAX_EVENT = 6_291_456;
    private static final int MAX_RESPONSE = 6_291_556;

    @TempDir
    Path directory;

    private ProbeFunction function;

    @BeforeEach
    void deploy() throws Exception {
        function = new ProbeFunction(directory, Duration.ofMinutes(1))
                .deploy(Duration.ofSeconds(20), 1, Map.of("OWN", "variable", "AWS_REGION", "somewhere-else"));
    }

    @AfterEach
    void close() {
        function.close();
    }

    @Test
    void shouldReturnTheEventWithAllHeaders_whenTheRuntimeRequestsIt() throws Exception {
        JsonNode received = function.response("{'do':'echo','key':'value'}");

        assertThat(received.at("/event/key").asText()).isEqualTo("value");
        assertThat(received.path("lambda-runtime-aws-request-id").asText()).matches("[0-9a-f-]{36}");
        assertThat(received.path("lambda-runtime-invoked-function-arn").asText())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:probe");
        assertThat(received.path("lambda-runtime-trace-id").asText())
                .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
        assertThat(received.path("lambda-runtime-deadline-ms").asLong()
                        - received.path("clock").asLong())
                .isBetween(10_000L, 20_000L);
    }

    @Test
    void shouldSetTheEnvironmentVariables_whenStarted() throws Exception {
        JsonNode environment = function.response("{'do':'echo'}").path("environment");

        assertThat(environment.path("OWN").asText()).isEqualTo("variable");
        assertThat(environment.path("AWS_REGION").asText()).as("reserved").isEqualTo("us-east-1");
        assertThat(environment.path("AWS_LAMBDA_FUNCTION_NAME").asText()).isEqualTo("probe");
        assertThat(environment.path("AWS_LAMBDA_FUNCTION_VERSION").asText()).isEqualTo("$LATEST");
        assertThat(environment.path("AWS_LAMBDA_LOG_STREAM_NAME").asText())
                .matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST]probe-1");
        assertThat(environment.path("AWS_XRAY_CONTEXT_MISSING").asText()).isEqualTo("LOG_ERROR");
        assertThat(environment.path("LANG").asText()).isEqualTo("en_US.UTF-8");
        assertThat(environment.path("LAMBDA_TASK_ROOT").asText()).contains("artifacts");
        assertThat(environment.path("_HANDLER").asText()).isEqualTo("bootstrap");
        for (String documented : new String[] {
            "AWS_DEFAULT_REGION",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_RUNTIME_DIR",
            "LD_LIBRARY_PATH",
            "PATH",
            "AWS_XRAY_DAEMON_ADDRESS"
        }) {
            assertThat(environment.path(documented).asText()).as(documented).isNotEmpty();
        }
        assertThat(environment.path("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asText()).isEqualTo("1769");
        assertThat(environment.path("AWS_LAMBDA_INITIALIZATION_TYPE").asText()).isEqualTo("on-demand");
        assertThat(environment.path("AWS_LAMBDA_LOG_GROUP_NAME").asText()).isEqualTo("/aws/lambda/probe");
        assertThat(environment.path("TZ").asText()).isEqualTo(":UTC");
        assertThat(environment.has("HOME"))
                .as("no variable of the developer's shell")
                .isFalse();
    }

    @Test
    void shouldReturnTheErrorUnchanged_whenTheFunctionReportsOne() throws Exception {
        JsonNode error = function.error("{'do':'error'}");

        assertThat(error.path("errorType").asText()).isEqualTo("Probe.Failed");
        assertThat(error.path("errorMessage").asText()).isEqualTo("on request");
        assertThat(function.response("{}").path("pid").asLong())
                .as("the environment continues")
                .isPositive();
        assertThat(function.status().coldStarts()).isEqualTo(1);
    }

    @Test
    void shouldRejectTheCall_whenTheRuntimeIsInTheWrongState() throws Exception {
        JsonNode received = function.response("{'do':'wrong-state'}");

        assertThat(received.path("early").asInt())
                .as("next before the response")
                .isEqualTo(403);
        assertThat(received.path("unknown").asInt()).as("another request's id").isEqualTo(400);
    }

    @Test
    void shouldFailTheInvocation_whenTheResponseIsTooLarge() throws Exception {
        assertThat(function.response("{'do':'large','bytes':%d}".formatted(MAX_RESPONSE - 2))
                        .asText())
                .hasSize(MAX_RESPONSE - 2);
        assertThat(function.error("{'do':'large','bytes':%d}".formatted(MAX_RESPONSE - 1))
                        .path("errorType")
                        .asText())
                .isEqualTo("Function.ResponseSizeTooLarge");
    }

    @Test
    void shouldRejectTheEvent_whenItIsTooLarge() throws Exception {
        InvocationOutcome outcome = ProbeFunction.get(function.lambda
                .invoke(ProbeFunction.NAME, new byte[MAX_EVENT + 1])
                .toCompletableFuture());

        assertThat(outcome).isInstanceOfSatisfying(InvocationOutcome.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.type()).isEqualTo("RequestTooLargeException");
        });
    }

    @Test
    void shouldRespondAsTheLambdaApi_whenInvokedOverHttp() throws Exception {
        HttpResponse<String> succeeded = post("probe", "{\"do\":\"echo\",\"key\":1}");
        function.report(1); // until the report the environment is busy, and the function has only one
        HttpResponse<String> failed = post("probe", "{\"do\":\"error\"}");
        HttpResponse<String> unknown = post("missing", "{}");

        assertThat(succeeded.statusCode()).isEqualTo(200);
        assertThat(succeeded.headers().firstValue("X-Amz-Function-Error")).isEmpty();
        assertThat(succeeded.headers().firstValue("X-Amz-Executed-Version")).hasValue("$LATEST");
        assertThat(succeeded.body()).contains("\"event\":{\"do\":\"echo\",\"key\":1}");
        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.headers().firstValue("X-Amz-Function-Error")).hasValue("Unhandled");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("X-Amzn-ErrorType")).hasValue("ResourceNotFoundException");
    }

    private HttpResponse<String> post(String name, String event) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d/2015-03-31/functions/%s/invocations".formatted(function.port, name));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .POST(BodyPublishers.ofString(event))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
