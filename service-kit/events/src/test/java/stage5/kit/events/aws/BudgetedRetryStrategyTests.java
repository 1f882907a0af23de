package stage5.kit.events.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import stage5.kit.web.resilience.RetryBudget;

/** Counts the requests that a server gets from a client of the SDK. */
class BudgetedRetryStrategyTests {

    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final String INVALID = "ValidationException";

    /** One for all tests: closing it takes two seconds, the quiet period of Netty's event loops. */
    private static final SdkAsyncHttpClient HTTP = NettyNioAsyncHttpClient.create();

    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status = 500;
    private volatile String error = "InternalServerError";
    private HttpServer server;

    @AfterAll
    static void close() {
        HTTP.close();
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::respond);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldRepeatACall_whenTheServerFails() {
        call(BudgetedRetryStrategy.of(reserve(100)), 1);

        assertThat(requests).hasValue(4);
    }

    @Test
    void shouldStopRetries_whenTheBudgetIsUsedUp() {
        call(BudgetedRetryStrategy.of(reserve(5)), 10);

        assertThat(requests).as("ten calls and five retries").hasValue(15);
    }

    /** The SDK's own strategies repeat throttled calls without any limit but that of the call. */
    @Test
    void shouldStopRetries_whenCallsAreThrottledAndTheBudgetIsUsedUp() {
        status = 400;
        error = THROTTLED;

        call(BudgetedRetryStrategy.ofDynamoDb(reserve(2)), 4);

        assertThat(requests).as("four calls and two retries").hasValue(6);
    }

    @Test
    void shouldDepositAShareOfEachCall() {
        RetryBudget budget = new RetryBudget(new RetryBudget.Settings(0.125, 10, 0, 0), () -> 0);

        call(BudgetedRetryStrategy.of(budget), 16);

        assertThat(requests).as("16 calls and an eighth of them again").hasValue(18);
    }

    @Test
    void shouldDepositNothing_whenTheCallerDoes() {
        RetryBudget budget = new RetryBudget(new RetryBudget.Settings(0.125, 10, 0, 0), () -> 0);

        call(BudgetedRetryStrategy.ofDynamoDb(budget), 16);

        assertThat(requests).hasValue(16);
    }

    @Test
    void shouldTakeNothingFromTheBudget_whenARepetitionCannotHelp() {
        RetryBudget budget = reserve(5);
        status = 400;
        error = INVALID;

        call(BudgetedRetryStrategy.of(budget), 3);

        assertThat(requests).hasValue(3);
        assertThat(budget.allowed()).isZero();
    }

    @Test
    void shouldKeepTheConfigurationOfTheBuilder() {
        DynamoDbAsyncClientBuilder builder = DynamoDbAsyncClient.builder()
                .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(7)));

        BudgetedRetryStrategy strategy = BudgetedRetryStrategy.of(reserve(1));
        strategy.on(builder);

        assertThat(builder.overrideConfiguration().apiCallTimeout()).hasValue(Duration.ofSeconds(7));
        assertThat(builder.overrideConfiguration().retryStrategy()).containsSame(strategy);
    }

    /** Makes calls at the same time, so that the test waits for the back-off of one of them only. */
    private void call(BudgetedRetryStrategy strategy, int calls) {
        DynamoDbAsyncClientBuilder builder = DynamoDbAsyncClient.builder()
                .httpClient(HTTP)
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        try (DynamoDbAsyncClient client = strategy.on(builder).build()) {
            List<CompletableFuture<ListTablesResponse>> failing =
                    Stream.generate(client::listTables).limit(calls).toList();
            assertThat(failing)
                    .allSatisfy(call -> assertThatThrownBy(call::join).hasMessageContaining(error));
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        byte[] body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}"
                .formatted(error, error)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static RetryBudget reserve(int retries) {
        return new RetryBudget(new RetryBudget.Settings(0, 0, retries, 0), () -> 0);
    }
}
