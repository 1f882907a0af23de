package stage5.kit.events.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TableLeaseTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-03-01T12:00:00.500Z");
    private static final String TABLE = "orders";

    private final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb();
    private final Dynamo dynamo = new Dynamo(dynamoDb, TIMEOUT);

    @Test
    void shouldReleaseTheLease_whenTheWorkHasEnded() {
        assertThat(tryWork(START)).isEqualTo("worked");

        assertThat(dynamoDb.size(TABLE)).isZero();
        assertThat(tryWork(START)).isEqualTo("worked");
    }

    @Test
    void shouldReleaseTheLease_whenTheWorkFails() {
        assertThatThrownBy(() -> lease(START)
                        .holding(
                                "sweep",
                                LEASE,
                                () -> Uni.createFrom().failure(new IllegalStateException("broken")),
                                () -> Uni.createFrom().nullItem())
                        .await()
                        .atMost(TIMEOUT))
                .hasMessage("broken");

        assertThat(tryWork(START)).isEqualTo("worked");
    }

    @Test
    void shouldNotWork_untilTheLeaseOfADeadOwnerHasEnded() {
        hold(START, new CompletableFuture<>());

        assertThat(tryWork(START.plus(LEASE).minusMillis(1))).isEqualTo("busy");
        assertThat(tryWork(START.plus(LEASE))).isEqualTo("worked");
    }

    @Test
    void shouldWork_whenAnotherLeaseIsHeld() {
        hold(START, new CompletableFuture<>());

        String result = lease(START)
                .holding("other", LEASE, () -> Uni.createFrom().item("worked"), () -> Uni.createFrom()
                        .item("busy"))
                .await()
                .atMost(TIMEOUT);

        assertThat(result).isEqualTo("worked");
    }

    /** A function may be frozen past the end of its lease. */
    @Test
    void shouldKeepTheLeaseOfTheNextOwner_whenTheFormerOneEndsLate() {
        CompletableFuture<String> former = new CompletableFuture<>();
        CompletableFuture<String> formerEnd = hold(START, former);
        hold(START.plus(LEASE), new CompletableFuture<>());

        former.complete("late");

        assertThat(formerEnd).succeedsWithin(TIMEOUT).isEqualTo("late");
        assertThat(tryWork(START.plus(LEASE))).isEqualTo("busy");
    }

    private CompletableFuture<String> hold(Instant now, CompletableFuture<String> work) {
        return lease(now)
                .holding("sweep", LEASE, () -> Uni.createFrom().completionStage(work), () -> Uni.createFrom()
                        .item("busy"))
                .subscribeAsCompletionStage();
    }

    private String tryWork(Instant now) {
        return hold(now, CompletableFuture.completedFuture("worked"))
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }

    private TableLease lease(Instant now) {
        return new TableLease(dynamo, Clock.fixed(now, ZoneOffset.UTC), TABLE);
    }
}
