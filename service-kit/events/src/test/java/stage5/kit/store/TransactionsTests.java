package stage5.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.dynamo.Attributes.key;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.problem.ProblemException;

class TransactionsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeDynamo table = new FakeDynamo();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void shouldTryAgain_whenAnotherTransactionIsInTheWay() {
        table.onTransaction(request -> tries.incrementAndGet() < 3
                ? canceled("TransactionConflict")
                : CompletableFuture.completedFuture(
                        TransactWriteItemsResponse.builder().build()));

        write();

        assertThat(tries).hasValue(3);
    }

    @Test
    void shouldAskToComeAgain_whenTheConflictsDoNotEnd() {
        table.onTransaction(request -> {
            tries.incrementAndGet();
            return canceled("TransactionConflict");
        });

        assertThatThrownBy(this::write).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.headers()).containsEntry("Retry-After", "1");
        });

        assertThat(tries).hasValue(9);
    }

    @Test
    void shouldNameTheCondition_whenItDidNotHold() {
        table.onTransaction(request -> canceled("ConditionalCheckFailed"));

        assertThatThrownBy(this::write).isInstanceOfSatisfying(ConditionsFailed.class, e -> assertThat(e.labels())
                .containsExactly("stock"));
    }

    private void write() {
        Dynamo dynamo = new Dynamo(table, PATIENCE);
        Change change = new Change(new EventStore(dynamo, Clock.systemUTC(), null, "test"))
                .check("stock", check -> check.key(key("product/1", "STOCK")).conditionExpression("onHand > reserved"));
        Transactions.write(dynamo, change).await().atMost(PATIENCE);
    }

    private static CompletableFuture<TransactWriteItemsResponse> canceled(String code) {
        return CompletableFuture.failedFuture(TransactionCanceledException.builder()
                .cancellationReasons(CancellationReason.builder().code(code).build())
                .build());
    }
}
