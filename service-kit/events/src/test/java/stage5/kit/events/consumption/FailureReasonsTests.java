package stage5.kit.events.consumption;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.key;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import stage5.kit.events.dynamodb.Dynamo;

class FailureReasonsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final UpdatedItem table = new UpdatedItem();
    private final FailureReasons reasons = new FailureReasons(
            new Dynamo(table, TIMEOUT), Clock.fixed(NOW, ZoneOffset.UTC), "orders", Duration.ofMillis(100));

    @Test
    void shouldExpireInFifteenDays_whenAReasonIsStored() {
        reasons.record("order-saga", "m1", new IllegalStateException("poison"))
                .await()
                .atMost(TIMEOUT);

        assertThat(table.update.key()).isEqualTo(key("FAILURE#order-saga#m1", "FAILURE"));
        assertThat(value(":reason")).isEqualTo("poison");
        assertThat(Instant.ofEpochSecond(Long.parseLong(
                        table.update.expressionAttributeValues().get(":end").n())))
                .as("DynamoDB's time to live is in seconds")
                .isEqualTo(Instant.parse("2026-01-16T12:00:00Z"));
        assertThat(Instant.parse(value(":now"))).isEqualTo(NOW);
    }

    @Test
    void shouldComplete_whenTheStoreFailsOrDoesNotRespond() {
        table.response = CompletableFuture.failedFuture(new IllegalStateException("down"));
        reasons.record("order-saga", "m1", new IllegalStateException("poison"))
                .await()
                .atMost(TIMEOUT);
        table.response = new CompletableFuture<>();
        reasons.record("order-saga", "m1", new IllegalStateException("poison"))
                .await()
                .atMost(TIMEOUT);

        assertThat(table.update).isNotNull();
    }

    private String value(String name) {
        return table.update.expressionAttributeValues().get(name).s();
    }

    /** Records an update. */
    private static final class UpdatedItem implements DynamoDbAsyncClient {

        private UpdateItemRequest update;
        private CompletableFuture<UpdateItemResponse> response =
                CompletableFuture.completedFuture(UpdateItemResponse.builder().build());

        @Override
        public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
            update = request;
            return response;
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
