package stage5.kit.events.dynamodb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

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

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
