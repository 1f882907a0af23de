package stage5.kit.events.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import stage5.kit.web.problem.ProblemException;

class DynamoTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void shouldFailWithATimeout_whenDynamoDbIsUnreachable() throws IOException {
        try (DynamoDbAsyncClient client = DynamoDbAsyncClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + unusedPort()))
                .region(Region.US_EAST_1)
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build()) {
            Dynamo dynamo = new Dynamo(client, TIMEOUT);

            assertThatThrownBy(() -> dynamo.get("users", Attributes.key("user/1", "PROFILE"))
                            .await()
                            .atMost(TIMEOUT))
                    .isInstanceOf(TimeoutException.class)
                    .hasCauseInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void shouldRetry_whenATransactionHoldsTheItem() {
        ConflictingDynamoDb client = new ConflictingDynamoDb(3);

        put(client);

        assertThat(client.attempts).hasValue(4);
    }

    @Test
    void shouldFailWithRetryAfter_whenConflictsPersist() {
        ConflictingDynamoDb client = new ConflictingDynamoDb(Integer.MAX_VALUE);

        assertThatThrownBy(() -> put(client)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.headers()).containsEntry("Retry-After", "1");
        });

        assertThat(client.attempts).hasValue(9);
    }

    private static void put(DynamoDbAsyncClient client) {
        new Dynamo(client, TIMEOUT)
                .call(c -> c.putItem(put -> put.tableName("users").item(Attributes.key("user/1", "PROFILE"))))
                .await()
                .atMost(TIMEOUT);
    }

    /** Lets the first attempts meet a transaction. */
    private static final class ConflictingDynamoDb implements DynamoDbAsyncClient {

        private final AtomicInteger attempts = new AtomicInteger();
        private final int conflicts;

        ConflictingDynamoDb(int conflicts) {
            this.conflicts = conflicts;
        }

        @Override
        public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
            return attempts.incrementAndGet() <= conflicts
                    ? CompletableFuture.failedFuture(
                            TransactionConflictException.builder().build())
                    : CompletableFuture.completedFuture(
                            PutItemResponse.builder().build());
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
