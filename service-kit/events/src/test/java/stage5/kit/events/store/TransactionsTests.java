package stage5.kit.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.s;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.web.problem.ProblemException;

class TransactionsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final AtomicInteger attempts = new AtomicInteger();
    private final List<UpdateItemRequest> updates = new ArrayList<>();
    private Supplier<CompletableFuture<TransactWriteItemsResponse>> response;
    private boolean conditionHolds = true;

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void shouldRetry_whenTheReasonIsTransient(String reason) {
        response = () -> attempts.get() < 3
                ? canceled(reason)
                : CompletableFuture.completedFuture(
                        TransactWriteItemsResponse.builder().build());

        write();

        assertThat(attempts).hasValue(3);
    }

    @Test
    void shouldFailWithRetryAfter_whenConflictsPersist() {
        response = () -> canceled("TransactionConflict");

        assertThatThrownBy(this::write).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.headers()).containsEntry("Retry-After", "1");
        });

        assertThat(attempts).hasValue(9);
    }

    @Test
    void shouldRetryWithinTheBudget_whenConflictsPersistInManyTransactions() {
        response = () -> canceled("TransactionConflict");
        Dynamo dynamo = new Dynamo(new FakeTransactions(), TIMEOUT);

        for (int call = 0; call < 50; call++) {
            assertThatThrownBy(() -> write(dynamo, change().check("stock", check -> check.key(key("product/1", "STOCK"))
                            .conditionExpression("onHand > reserved"))))
                    .isInstanceOf(ProblemException.class);
        }

        // 50 calls, 10 % and a reserve of 10 that regains one a second; without a budget 450.
        assertThat(attempts.get()).isBetween(60, 80);
    }

    @Test
    void shouldNameTheLabel_whenAConditionDoesNotHold() {
        response = () -> canceled("ConditionalCheckFailed");

        assertThatThrownBy(this::write).isInstanceOfSatisfying(ConditionsFailed.class, e -> assertThat(e.labels())
                .containsExactly("stock"));
    }

    /** A retry can't help, and costs the caller up to two seconds. */
    @Test
    void shouldNotRetry_whenAConditionDoesNotHoldBesidesAConflict() {
        response = () -> canceled("ConditionalCheckFailed", "TransactionConflict");

        assertThatThrownBy(() -> write(change().check("stock", check -> check.key(key("product/1", "STOCK")))
                        .check("order", check -> check.key(key("order/1", "STATE")))))
                .isInstanceOfSatisfying(
                        ConditionsFailed.class, e -> assertThat(e.labels()).containsExactly("stock"));

        assertThat(attempts).hasValue(1);
    }

    @Test
    void shouldReportTheContendedItem_whenAnAttemptConflictsOrIsThrottled() {
        List<Set<String>> contended = new ArrayList<>();
        response = () -> attempts.get() < 3
                ? canceled("None", attempts.get() == 1 ? "TransactionConflict" : "ThrottlingError")
                : CompletableFuture.completedFuture(
                        TransactWriteItemsResponse.builder().build());

        write(settlement()
                .update("stock", update -> update.key(key("product/1", "STOCK")))
                .whenContended(contended::add));

        assertThat(contended).containsExactly(Set.of("stock"), Set.of("stock"));
    }

    @Test
    void shouldReportNothing_whenAConditionDoesNotHold() {
        List<Set<String>> contended = new ArrayList<>();
        response = () -> canceled("ConditionalCheckFailed");

        assertThatThrownBy(() -> write(settlement().whenContended(contended::add)))
                .isInstanceOf(ConditionsFailed.class);

        assertThat(contended).isEmpty();
    }

    @Test
    void shouldWriteNoTransaction_whenOneUpdateDoesWithoutAToken() {
        write(settlement().withoutToken());

        assertThat(attempts).hasValue(0);
        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.tableName()).isEqualTo("test");
            assertThat(update.key()).isEqualTo(key("mail/1", "EVENT#1"));
            assertThat(update.updateExpression()).isEqualTo("SET #status = :sent");
            assertThat(update.conditionExpression()).isEqualTo("attribute_exists(pk)");
            assertThat(update.expressionAttributeNames()).isEqualTo(Map.of("#status", "status"));
            assertThat(update.expressionAttributeValues()).isEqualTo(Map.of(":sent", s("sent")));
        });
    }

    @Test
    void shouldNameTheLabel_whenTheConditionOfAPlainUpdateDoesNotHold() {
        conditionHolds = false;

        assertThatThrownBy(() -> write(settlement().withoutToken()))
                .isInstanceOfSatisfying(
                        ConditionsFailed.class, e -> assertThat(e.labels()).containsExactly("mail"));
    }

    @Test
    void shouldWriteATransaction_whenAChangeWithoutATokenHasSeveralItemsOrNoUpdate() {
        response = () -> CompletableFuture.completedFuture(
                TransactWriteItemsResponse.builder().build());

        write(settlement());
        write(settlement().withoutToken().delete("other", delete -> delete.key(key("mail/2", "EVENT#1"))));
        write(change().withoutToken().delete("other", delete -> delete.key(key("mail/2", "EVENT#1"))));

        assertThat(attempts).hasValue(3);
        assertThat(updates).isEmpty();
    }

    private static Change settlement() {
        return change().update("mail", update -> update.key(key("mail/1", "EVENT#1"))
                .updateExpression("SET #status = :sent")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(":sent", s("sent"))));
    }

    private static Change change() {
        return new Change("test", null);
    }

    private void write() {
        write(change().check("stock", check -> check.key(key("product/1", "STOCK"))
                .conditionExpression("onHand > reserved")));
    }

    private void write(Change change) {
        write(new Dynamo(new FakeTransactions(), TIMEOUT), change);
    }

    private static void write(Dynamo dynamo, Change change) {
        Transactions.write(dynamo, change).await().atMost(TIMEOUT);
    }

    private static CompletableFuture<TransactWriteItemsResponse> canceled(String... codes) {
        return CompletableFuture.failedFuture(TransactionCanceledException.builder()
                .cancellationReasons(Stream.of(codes)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build());
    }

    /** Counts attempts and answers each with the test's response. */
    private final class FakeTransactions implements DynamoDbAsyncClient {

        @Override
        public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
            attempts.incrementAndGet();
            return response.get();
        }

        @Override
        public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
            updates.add(request);
            return conditionHolds
                    ? CompletableFuture.completedFuture(
                            UpdateItemResponse.builder().build())
                    : CompletableFuture.failedFuture(
                            ConditionalCheckFailedException.builder().build());
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
