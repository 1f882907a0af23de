package stage5.kit.events.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.events.fence.FenceTable.OTHER;
import static stage5.kit.events.fence.FenceTable.OWN;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.web.problem.ProblemException;

class FencedDynamoDbTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Map<String, AttributeValue> KEY = Attributes.key("order/1", "ORDER");

    private final FenceTable table = new FenceTable();
    private final FencedDynamoDb client = new FencedDynamoDb(table, table.fence());

    @Test
    void shouldSendWrites_whenThisRegionMayWrite() {
        table.set(OWN, 1);

        assertThat(put()).isNotDone();

        assertThat(table.writes).hasSize(1);
    }

    @Test
    void shouldRespond503WithRetryAfterAndSendNothing_whenAnotherRegionMayWrite() {
        table.set(OTHER, 1);
        Dynamo dynamo = new Dynamo(client, TIMEOUT);

        assertThatThrownBy(() -> dynamo.call(
                                c -> c.putItem(put -> put.tableName("orders").item(KEY)))
                        .await()
                        .atMost(TIMEOUT))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().status()).isEqualTo(503);
                    assertThat(refused.headers()).containsEntry("Retry-After", "5");
                });
        assertThat(table.writes).isEmpty();
    }

    @Test
    void shouldRead_whenAnotherRegionMayWrite() {
        table.set(OTHER, 1);

        assertThat(new Dynamo(client, TIMEOUT).get("orders", KEY).await().atMost(TIMEOUT))
                .isPresent();
    }

    @Test
    void shouldWaitForTheRead_whenTheFenceHasToReadFirst() {
        table.set(OWN, 1);
        table.setSlow();
        CompletableFuture<PutItemResponse> write = put();

        assertThat(table.writes).isEmpty();
        table.answer();

        assertThat(table.writes).hasSize(1);
        assertThat(write).isNotDone();
    }

    @Test
    void shouldSendNothing_whenTheCallerHasGivenUpMeanwhile() {
        table.set(OWN, 1);
        table.setSlow();
        put().cancel(true);

        table.answer();

        assertThat(table.writes).isEmpty();
    }

    @Test
    void shouldRejectOperationsThatItDoesNotGuard_whenTheyAreCalled() {
        assertThatThrownBy(() -> client.executeStatement(statement -> statement.statement("DELETE FROM orders")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private CompletableFuture<PutItemResponse> put() {
        return client.putItem(put -> put.tableName("orders").item(KEY));
    }
}
