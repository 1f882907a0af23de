package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.dynamodb.InMemoryDynamoDb;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.MalformedEventException;
import stage5.kit.events.envelope.SameContext;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.events.envelope.TestSpans;
import stage5.kit.events.projection.ReadModelStateStore.StoredState;
import stage5.kit.events.store.TestEventStores;
import stage5.kit.events.store.UnreadableEvent;
import stage5.kit.testing.Expiry;
import stage5.kit.web.problem.ProblemException;

class RebuildingTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String TABLE = "orders";
    private static final int MAX_SLICES = 500;
    private static final Duration GRACE = TestReadModelSettings.ONE_STEP.grace();
    private static final Duration LEASE = TestReadModelSettings.ONE_STEP.lease();
    private static final Duration CONVERGENCE_TIME = TestReadModelSettings.ONE_STEP.convergenceTime();

    private final ManualClock clock = new ManualClock();
    private final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb();
    private final Dynamo dynamo = new Dynamo(dynamoDb, TIMEOUT);
    private final ReadModelStateStore states = new ReadModelStateStore(dynamo, TABLE);
    private final InMemoryReadModel model = new InMemoryReadModel();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Rebuilding rebuilding = process(TestReadModelSettings.ONE_STEP);

    /** Generation 1 is active and has seen all stored events. */
    @BeforeEach
    void createActiveGeneration() {
        resultOf(states.getOrCreate(model));
        for (int i = 0; i < 40; i++) {
            happened("order/" + i, 1);
        }
        happened("order/7", 2);
    }

    @Test
    void shouldActivateTheNewGeneration_whenItEqualsTheActiveOne() {
        begin(RebuildGoal.FLIP);

        ReadModelStatus done = runUntil("idle", RebuildGoal.FLIP);

        assertThat(done.outcome()).isEqualTo("flipped");
        assertThat(done.generation()).isEqualTo(2);
        assertThat(done.previous()).isOne();
        assertThat(done.building()).isNull();
        assertThat(done.events()).isEqualTo(41);
        assertThat(done.share()).isEqualTo(1.0);
        assertThat(done.entries()).isEqualTo(40);
        assertThat(done.differing()).isZero();
        assertThat(done.checksum()).isEqualTo(done.buildingChecksum());
        assertThat(model.entriesOf(2)).isEqualTo(model.entriesOf(1)).containsEntry("order/7", "2");
    }

    @Test
    void shouldPassThroughThePhases_whenOneStepIsTakenAtATime() {
        List<String> phases = new ArrayList<>();
        phases.add(begin(RebuildGoal.VERIFY).phase());
        clock.advance(GRACE);
        for (int i = 0; i < MAX_SLICES && !phases.getLast().equals("idle"); i++) {
            String phase = advance(RebuildGoal.VERIFY).phase();
            if (!phase.equals(phases.getLast())) {
                phases.add(phase);
            }
            if (phase.equals("clearing")) {
                clock.advance(GRACE);
            }
        }

        assertThat(phases).containsExactly("preparing", "scanning", "comparing", "clearing", "idle");
    }

    @Test
    void shouldReadNoStoredEvents_untilEveryProcessKnowsTheNewGeneration() {
        begin(RebuildGoal.FLIP);

        clock.advance(GRACE.minusMillis(1));
        assertThat(advance(RebuildGoal.FLIP).phase()).isEqualTo("preparing");
        assertThat(advance(RebuildGoal.FLIP).events()).isZero();

        clock.advance(Duration.ofMillis(1));
        assertThat(advance(RebuildGoal.FLIP).phase()).isEqualTo("scanning");
    }

    @Test
    void shouldTakeAllStepsOfAPhase_whenTheSliceIsLongEnough() {
        Rebuilding fast = process(TestReadModelSettings.WHOLE_PHASE);
        resultOf(fast.begin(model, RebuildGoal.FLIP));
        clock.advance(GRACE);

        assertThat(resultOf(fast.advance(model, RebuildGoal.FLIP)).phase()).isEqualTo("scanning");
        assertThat(resultOf(fast.advance(model, RebuildGoal.FLIP)).phase()).isEqualTo("comparing");
        assertThat(resultOf(fast.advance(model, RebuildGoal.FLIP)).outcome()).isEqualTo("flipped");
    }

    @Test
    void shouldIncludeEvents_whenTheyHappenDuringTheRebuild() {
        begin(RebuildGoal.FLIP);
        runUntil("scanning", RebuildGoal.FLIP);

        // Stored, and projected to every live generation, as Projections does.
        happened("order/late", 1);
        model.set(2, "order/late", "1");
        ReadModelStatus done = runUntil("idle", RebuildGoal.FLIP);

        assertThat(done.outcome()).isEqualTo("flipped");
        assertThat(done.entries()).isEqualTo(41);
    }

    @Test
    void shouldContinueWhereItStopped_whenTheProcessDiesBetweenSlices() {
        begin(RebuildGoal.FLIP);
        ReadModelStatus half = runUntilShare(0.5);

        Rebuilding successor = process(TestReadModelSettings.ONE_STEP);
        ReadModelStatus resumed = resultOf(successor.begin(model, RebuildGoal.FLIP));

        assertThat(resumed.building()).isEqualTo(half.building());
        assertThat(resumed.share()).isEqualTo(half.share() + 1.0 / RebuildProgress.SEGMENTS);
        assertThat(runUntil("idle", RebuildGoal.FLIP).events()).isEqualTo(41);
    }

    @Test
    void shouldRepeatTheStepAndCountItOnce_whenTheProcessDiesBeforeTheResultIsStored() {
        begin(RebuildGoal.FLIP);
        runUntilShare(0.5);
        StoredState before = resultOf(states.getOrCreate(model));
        leaseForAProcessThatDies();
        resultOf(steps(TestReadModelSettings.ONE_STEP).slice(model, before.state(), RebuildGoal.FLIP));

        assertThat(advance(RebuildGoal.FLIP).share())
                .as("the lease of the dead process")
                .isEqualTo(0.5);
        clock.advance(LEASE);
        ReadModelStatus done = runUntil("idle", RebuildGoal.FLIP);

        assertThat(done.outcome()).isEqualTo("flipped");
        assertThat(done.events()).isEqualTo(41);
    }

    @Test
    void shouldKeepTheStateAndReleaseTheLease_whenAStepFails() {
        begin(RebuildGoal.FLIP);
        runUntil("scanning", RebuildGoal.FLIP);
        StoredState before = resultOf(states.getOrCreate(model));
        model.failProjections(new IllegalStateException("the store is down"));

        assertThatThrownBy(() -> IntStream.range(0, RebuildProgress.SEGMENTS).forEach(i -> advance(RebuildGoal.FLIP)))
                .hasMessage("the store is down");

        StoredState after = resultOf(states.getOrCreate(model));
        assertThat(after.leasedUntil()).isZero();
        assertThat(after.state().progress().events())
                .isEqualTo(before.state().progress().events());
        model.failProjections(null);
        assertThat(runUntil("idle", RebuildGoal.FLIP).outcome()).isEqualTo("flipped");
    }

    @Test
    void shouldDoNothing_whenAnotherProcessRunsASlice() {
        begin(RebuildGoal.FLIP);
        ReadModelStatus half = runUntilShare(0.5);
        leaseForAProcessThatDies();

        assertThat(advance(RebuildGoal.FLIP)).isEqualTo(half);
        assertThat(begin(RebuildGoal.FLIP)).isEqualTo(half);
        assertThatThrownBy(() -> resultOf(rebuilding.abandon(model)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().type()).endsWith("rebuild-under-way"));
        assertThat(resultOf(states.getOrCreate(model)).state().generations().building())
                .isEqualTo(2);
    }

    @Test
    void shouldDoNothing_whenAnotherProcessTakesTheLeaseFirst() {
        begin(RebuildGoal.FLIP);
        clock.advance(GRACE);
        Rebuilding other = process(TestReadModelSettings.ONE_STEP);
        dynamoDb.beforeNextPut(() -> resultOf(other.advance(model, RebuildGoal.FLIP)));

        ReadModelStatus status = advance(RebuildGoal.FLIP);

        assertThat(status.phase()).as("the other's step, and no more").isEqualTo("scanning");
        assertThat(status.share()).isZero();
    }

    @Test
    void shouldNotStoreTheResult_whenTheStepOutlastsItsLease() {
        begin(RebuildGoal.FLIP);
        runUntilShare(0.25);
        stepUntilAProjectionIsNext();
        double share = resultOf(rebuilding.status(model)).share();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        model.projectAfter(gate);
        CompletableFuture<ReadModelStatus> slow =
                rebuilding.advance(model, RebuildGoal.FLIP).subscribeAsCompletionStage();
        model.projectAfter(CompletableFuture.completedFuture(null));
        clock.advance(LEASE);
        advance(RebuildGoal.FLIP);
        ReadModelStatus twoFurther = advance(RebuildGoal.FLIP);
        assertThat(twoFurther.share()).isEqualTo(share + 2.0 / RebuildProgress.SEGMENTS);

        gate.complete(null);

        assertThat(slow.join()).isEqualTo(twoFurther);
        assertThat(resultOf(rebuilding.status(model))).isEqualTo(twoFurther);
    }

    @Test
    void shouldHoldTheLeaseForItsLength_whileASliceRuns() {
        begin(RebuildGoal.FLIP);
        runUntilShare(0.25);
        stepUntilAProjectionIsNext();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        model.projectAfter(gate);

        CompletableFuture<ReadModelStatus> slice =
                rebuilding.advance(model, RebuildGoal.FLIP).subscribeAsCompletionStage();

        Expiry.assertEpochMillis(resultOf(states.getOrCreate(model)).leasedUntil(), clock.instant(), LEASE);
        gate.complete(null);
        slice.join();
        assertThat(resultOf(states.getOrCreate(model)).leasedUntil()).isZero();
    }

    @Test
    void shouldStartWithANewGeneration_whenTheRebuildWasAbandonedForLong() {
        begin(RebuildGoal.FLIP);
        runUntilShare(0.5);

        clock.advance(TestReadModelSettings.ONE_STEP.abandoned());
        assertThat(begin(RebuildGoal.FLIP).building()).as("not yet").isEqualTo(2);
        clock.advance(TestReadModelSettings.ONE_STEP.abandoned().plusMillis(1));
        ReadModelStatus again = begin(RebuildGoal.FLIP);

        assertThat(again.building()).isEqualTo(3);
        assertThat(again.share()).isZero();
        assertThat(runUntil("idle", RebuildGoal.FLIP).generation()).isEqualTo(3);
        assertThat(model.entriesOf(2)).as("the dropped one is deleted").isNull();
    }

    @Test
    void shouldStartAgain_whenTheNewGenerationIsLost() {
        begin(RebuildGoal.FLIP);
        runUntilShare(0.5);
        model.lose(2);

        ReadModelStatus again = advance(RebuildGoal.FLIP);

        assertThat(again.phase()).isEqualTo("preparing");
        assertThat(again.building()).isEqualTo(3);
        assertThat(runUntil("idle", RebuildGoal.FLIP).generation()).isEqualTo(3);
    }

    @Test
    void shouldWaitForEventsInFlight_whenGenerationsDiffer() {
        begin(RebuildGoal.FLIP);
        runUntil("comparing", RebuildGoal.FLIP);
        model.set(1, "order/late", "1");
        ReadModelStatus different = runSlices(100, RebuildGoal.FLIP);
        assertThat(different.phase()).isEqualTo("comparing");
        assertThat(different.differing()).isOne();

        clock.advance(CONVERGENCE_TIME.minusSeconds(1));
        assertThat(advance(RebuildGoal.FLIP).phase()).isEqualTo("comparing");
        model.set(2, "order/late", "1");

        ReadModelStatus done = runUntil("idle", RebuildGoal.FLIP);
        assertThat(done.outcome()).isEqualTo("flipped");
        assertThat(done.entries()).isEqualTo(41);
    }

    @Test
    void shouldKeepTheActiveGeneration_whenTheDifferenceIsFinal() {
        model.set(1, "order/7", "1");
        begin(RebuildGoal.FLIP);

        ReadModelStatus different = runUntilDifferent(RebuildGoal.FLIP);

        assertThat(different.generation()).isOne();
        assertThat(different.building()).isEqualTo(2);
        assertThat(different.differences()).containsExactly(new EntryDifference("order/7", "1", "2"));
        assertThat(different.checksum()).isNotEqualTo(different.buildingChecksum());
        assertThat(advance(RebuildGoal.FLIP)).as("an operator decides").isEqualTo(different);
    }

    @Test
    void shouldActivateADifferentGeneration_whenForced() {
        model.set(1, "order/7", "1");
        begin(RebuildGoal.FLIP);
        runUntilDifferent(RebuildGoal.FLIP);

        ReadModelStatus forced = begin(RebuildGoal.FORCE);

        assertThat(forced.outcome()).isEqualTo("forced");
        assertThat(forced.generation()).isEqualTo(2);
        assertThat(forced.previous()).isOne();
    }

    @Test
    void shouldCompareAgain_whenADifferentRebuildIsStartedAgain() {
        model.set(1, "order/7", "1");
        begin(RebuildGoal.FLIP);
        runUntilDifferent(RebuildGoal.FLIP);
        model.set(1, "order/7", "2");

        assertThat(begin(RebuildGoal.FLIP).phase()).isEqualTo("comparing");

        ReadModelStatus done = runUntil("idle", RebuildGoal.FLIP);
        assertThat(done.outcome()).isEqualTo("flipped");
        assertThat(done.generation()).isEqualTo(2);
        assertThat(done.entries()).isEqualTo(40);
    }

    @Test
    void shouldCompareFromTheStart_whenMoreEntriesDifferThanAreListed() {
        IntStream.rangeClosed(0, GenerationComparison.MAX_DIFFERENCES)
                .forEach(i -> model.set(1, "order/surplus-" + i, "1"));
        begin(RebuildGoal.FLIP);
        runUntil("comparing", RebuildGoal.FLIP);
        GenerationComparison incomplete = runUntilRecheck();
        assertThat(incomplete.isComplete()).isFalse();

        advance(RebuildGoal.FLIP);

        assertThat(comparison()).isEqualTo(GenerationComparison.start(incomplete.since()));
        runUntilRecheck();
        clock.advance(CONVERGENCE_TIME);
        ReadModelStatus different = advance(RebuildGoal.FLIP);
        assertThat(different.phase()).isEqualTo("different");
        assertThat(different.differing()).isEqualTo(GenerationComparison.MAX_DIFFERENCES + 1);
    }

    @Test
    void shouldDeleteTheNewGeneration_whenVerifyingAnEqualOne() {
        begin(RebuildGoal.VERIFY);

        ReadModelStatus verified = runUntil("idle", RebuildGoal.VERIFY);

        assertThat(verified.outcome()).isEqualTo("verified");
        assertThat(verified.generation()).isOne();
        assertThat(verified.building()).isNull();
        assertThat(model.entriesOf(2)).isNull();
    }

    @Test
    void shouldReportTheDifferenceAndDeleteTheNewGeneration_whenVerifyingADifferentOne() {
        model.set(1, "order/7", "1");
        begin(RebuildGoal.VERIFY);
        runUntil("comparing", RebuildGoal.VERIFY);
        runSlices(100, RebuildGoal.VERIFY);
        clock.advance(CONVERGENCE_TIME);

        ReadModelStatus different = runUntil("idle", RebuildGoal.VERIFY);

        assertThat(different.outcome()).isEqualTo("different");
        assertThat(different.generation()).isOne();
        assertThat(different.differences()).containsExactly(new EntryDifference("order/7", "1", "2"));
        assertThat(model.entriesOf(2)).isNull();
    }

    @Test
    void shouldDeleteNoGeneration_untilNoProcessUsesIt() {
        begin(RebuildGoal.FLIP);
        ReadModelStatus abandoned = resultOf(rebuilding.abandon(model));
        assertThat(abandoned.outcome()).isEqualTo("abandoned");
        assertThat(abandoned.phase()).isEqualTo("clearing");

        clock.advance(GRACE.minusMillis(1));
        advance(RebuildGoal.FLIP);
        assertThat(model.entriesOf(2)).isNotNull();

        clock.advance(Duration.ofMillis(1));
        advance(RebuildGoal.FLIP);
        assertThat(model.entriesOf(2)).isNull();
        assertThat(advance(RebuildGoal.FLIP).phase()).isEqualTo("idle");
    }

    @Test
    void shouldDeleteOnePartAfterTheOther_acrossSlicesAndProcesses() {
        begin(RebuildGoal.FLIP);
        resultOf(rebuilding.abandon(model));
        model.dropIn(3);
        clock.advance(GRACE);

        assertThat(advance(RebuildGoal.FLIP).phase()).isEqualTo("clearing");
        assertThat(model.droppedParts()).as("one step a slice").containsExactly("2/0");
        Rebuilding successor = process(TestReadModelSettings.ONE_STEP);
        resultOf(successor.advance(model, RebuildGoal.FLIP));
        assertThat(model.droppedParts()).containsExactly("2/0", "2/1");
        assertThat(model.entriesOf(2)).isNotNull();

        resultOf(successor.advance(model, RebuildGoal.FLIP));

        assertThat(model.droppedParts()).containsExactly("2/0", "2/1", "2/2");
        assertThat(model.entriesOf(2)).isNull();
        assertThat(resultOf(states.getOrCreate(model)).state().generations().dropped())
                .isEmpty();
        assertThat(advance(RebuildGoal.FLIP).phase()).isEqualTo("idle");
    }

    @Test
    void shouldDeleteAllPartsOfAllGenerations_whenTheSliceIsLongEnough() {
        begin(RebuildGoal.FLIP);
        resultOf(rebuilding.abandon(model));
        clock.advance(TestReadModelSettings.ONE_STEP.abandoned());
        begin(RebuildGoal.FLIP);
        resultOf(rebuilding.abandon(model));
        model.dropIn(2);
        clock.advance(GRACE);

        ReadModelStatus done =
                resultOf(process(TestReadModelSettings.WHOLE_PHASE).advance(model, RebuildGoal.FLIP));

        assertThat(done.phase()).isEqualTo("idle");
        assertThat(model.droppedParts()).containsExactly("2/0", "2/1", "3/0", "3/1");
    }

    @Test
    void shouldContinueTheDeletionLater_whenARebuildStartsInBetween() {
        begin(RebuildGoal.FLIP);
        resultOf(rebuilding.abandon(model));
        model.dropIn(2);
        clock.advance(GRACE);
        advance(RebuildGoal.FLIP);

        begin(RebuildGoal.FLIP);
        runUntil("idle", RebuildGoal.FLIP);

        assertThat(model.droppedParts()).containsExactly("2/0", "2/1");
        assertThat(model.entriesOf(2)).isNull();
    }

    @Test
    void shouldSetEventsAside_whenTheyCannotBeDecodedOrProjected() {
        dynamoDb.put(TABLE, undecodable("order/newer", "{\"specversion\":\"2.0\"}"));
        dynamoDb.put(TABLE, undecodable("order/null", "null"));
        model.failProjectionsOf("order/3", new MalformedEventException("The data has no total", null));
        model.failProjectionsOf("order/4", new NullPointerException("lines"));
        model.set(1, "order/3", "1");

        begin(RebuildGoal.FLIP);
        runUntilDifferent(RebuildGoal.FLIP);
        begin(RebuildGoal.FORCE);
        ReadModelStatus done = runUntil("idle", RebuildGoal.FORCE);

        assertThat(done.outcome()).isEqualTo("forced");
        assertThat(done.events()).as("those that are decoded").isEqualTo(41);
        assertThat(done.unreadable()).isEqualTo(4);
        assertThat(done.setAside())
                .extracting(UnreadableEvent::subject)
                .containsExactlyInAnyOrder("order/newer", "order/null", "order/3", "order/4");
        assertThat(done.setAside()).allSatisfy(event -> {
            assertThat(event.sortKey()).isEqualTo("EVENT#0000000001");
            assertThat(event.reason()).isNotBlank();
        });
        assertThat(done.setAside())
                .extracting(UnreadableEvent::reason)
                .anyMatch(reason -> reason.contains("The data has no total"));
        assertThat(model.entriesOf(2)).hasSize(38).doesNotContainKeys("order/3", "order/4");
        assertThat(metrics.counter("stage5.rebuild.unreadable", "model", InMemoryReadModel.NAME)
                        .count())
                .isEqualTo(4);
    }

    @Test
    void shouldListTheFirstOnly_whenManyEventsAreUnreadable() {
        IntStream.range(0, 3 * RebuildProgress.MAX_SET_ASIDE)
                .forEach(i -> dynamoDb.put(TABLE, undecodable("order/newer-" + i, "{}")));

        begin(RebuildGoal.FLIP);
        ReadModelStatus done = runUntil("idle", RebuildGoal.FLIP);

        assertThat(done.outcome()).isEqualTo("flipped");
        assertThat(done.unreadable()).isEqualTo(3 * RebuildProgress.MAX_SET_ASIDE);
        assertThat(done.setAside()).hasSize(RebuildProgress.MAX_SET_ASIDE);
    }

    @Test
    void shouldNotMentionUnreadableEvents_whenThereAreNone() {
        begin(RebuildGoal.FLIP);

        ReadModelStatus done = runUntil("idle", RebuildGoal.FLIP);

        assertThat(done.unreadable()).isNull();
        assertThat(done.setAside()).isNull();
    }

    /**
     * The other process has cached the generations right before the rebuild. Only the waiting time of the rebuild lets its
     * cache expire, because the clock stands still otherwise.
     */
    @Test
    void shouldMissNoEvent_whenAnotherProcessLearnsOfTheNewGenerationLast() {
        Vertx vertx = Vertx.vertx();
        Projections other =
                new Projections(states, new EventTrace(vertx), metrics, clock, TestReadModelSettings.ONE_STEP);
        try {
            resultOf(other.project(model, TestEvents.event("order/0", 1, clock.instant())));
            begin(RebuildGoal.FLIP);
            ReadModelStatus status = advance(RebuildGoal.FLIP);
            for (int i = 0; i < MAX_SLICES && !status.phase().equals("comparing"); i++) {
                if (status.phase().equals("preparing")) {
                    clock.advance(Duration.ofMillis(100));
                }
                status = advance(RebuildGoal.FLIP);
            }
            assertThat(status.phase()).isEqualTo("comparing");

            Event late = TestEvents.event("order/late", 1, clock.instant());
            dynamoDb.put(TABLE, EventItems.item(late));
            resultOf(other.project(model, late));

            assertThat(model.entriesOf(2)).containsEntry("order/late", "1");
            assertThat(runUntil("idle", RebuildGoal.FLIP).outcome()).isEqualTo("flipped");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void shouldFail_whenTheGraceDoesNotOutlastTheCachesOfOtherProcesses() {
        Duration cached = TestReadModelSettings.ONE_STEP.cached();

        assertThatThrownBy(() -> steps(new TestReadModelSettings(Duration.ZERO, cached)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stage5.views.grace");
    }

    @Test
    void shouldFailWith409_whenThereIsNothingToAbandon() {
        assertThatThrownBy(() -> resultOf(rebuilding.abandon(model)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(409);
                    assertThat(e.problem().type()).endsWith("nothing-to-abandon");
                });
    }

    @Test
    void shouldActivateThePreviousGeneration_whenRolledBack() {
        begin(RebuildGoal.FLIP);
        runUntil("idle", RebuildGoal.FLIP);

        ReadModelStatus back = resultOf(rebuilding.rollBack(model));

        assertThat(back.generation()).isOne();
        assertThat(back.previous()).isEqualTo(2);
        assertThat(back.outcome()).isEqualTo("rolled-back");
    }

    @Test
    void shouldFailWith409_whenThereIsNoPreviousGeneration() {
        assertRollbackFails("nothing-to-roll-back-to");
    }

    @Test
    void shouldFailWith409_whenThePreviousGenerationIsLost() {
        begin(RebuildGoal.FLIP);
        runUntil("idle", RebuildGoal.FLIP);
        model.lose(1);

        assertRollbackFails("nothing-to-roll-back-to");
    }

    @Test
    void shouldFailWith409_whenRolledBackDuringARebuild() {
        resultOf(model.create(2));
        StoredState before = resultOf(states.getOrCreate(model));
        ReadModelGenerations withPreviousAndBuilding = new ReadModelGenerations(1, 2L, 3L, 3, List.of());
        resultOf(states.replace(
                model, before, before.released(before.state().with(withPreviousAndBuilding), clock.millis())));

        assertRollbackFails("rebuild-under-way");
    }

    @Test
    void shouldReplaceTheActiveGeneration_whenItIsLostDuringARebuild() {
        begin(RebuildGoal.FLIP);
        runUntil("comparing", RebuildGoal.FLIP);
        model.lose(1);

        ReadModelStatus done = runUntil("idle", RebuildGoal.FLIP);

        assertThat(done.outcome()).isEqualTo("healed");
        assertThat(done.generation()).isEqualTo(2);
        assertThat(done.previous()).isNull();
    }

    @Test
    void shouldNotRebuild_whenTheActiveGenerationIsNotLost() {
        assertThat(resultOf(rebuilding.heal(model, TIMEOUT))).isFalse();

        assertThat(resultOf(rebuilding.status(model)).startedAt()).isNull();
    }

    @Test
    void shouldRebuild_whenTheActiveGenerationIsLost() {
        model.lose(1);
        clock.tick(Duration.ofMillis(500)); // so that the phases' grace periods end

        assertThat(resultOf(process(TestReadModelSettings.WHOLE_PHASE).heal(model, TIMEOUT)))
                .isTrue();

        assertThat(resultOf(rebuilding.status(model)).outcome()).isEqualTo("healed");
        assertThat(model.entriesOf(2)).hasSize(40);
    }

    @Test
    void shouldContinueTheRebuild_whenHealingTimedOutBefore() {
        model.lose(1);
        assertThatThrownBy(() -> resultOf(rebuilding.heal(model, Duration.ofMillis(100))))
                .isInstanceOf(TimeoutException.class);
        clock.tick(Duration.ofMillis(500));

        assertThat(resultOf(process(TestReadModelSettings.WHOLE_PHASE).heal(model, TIMEOUT)))
                .isTrue();

        assertThat(resultOf(rebuilding.status(model)).generation()).isEqualTo(2);
    }

    private Rebuilding process(ReadModelSettings settings) {
        return new Rebuilding(states, steps(settings), clock, settings);
    }

    private RebuildSteps steps(ReadModelSettings settings) {
        return new RebuildSteps(
                TestEventStores.readOnly(dynamo, TABLE), new SameContext(), TestSpans.none(), clock, settings, metrics);
    }

    private static Map<String, AttributeValue> undecodable(String subject, String json) {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.key(subject, 1));
        item.put(EventItems.EVENT, s(json));
        return item;
    }

    /** Stores an event and projects it to the active generation. */
    private void happened(String subject, long sequence) {
        Event event = TestEvents.event(subject, sequence, clock.instant());
        dynamoDb.put(TABLE, EventItems.item(event));
        resultOf(model.project(1, event));
    }

    private ReadModelStatus begin(RebuildGoal goal) {
        return resultOf(rebuilding.begin(model, goal));
    }

    private ReadModelStatus advance(RebuildGoal goal) {
        return resultOf(rebuilding.advance(model, goal));
    }

    /** Runs slices until a phase, and lets grace periods pass. */
    private ReadModelStatus runUntil(String phase, RebuildGoal goal) {
        ReadModelStatus status = resultOf(rebuilding.status(model));
        for (int i = 0; i < MAX_SLICES && !status.phase().equals(phase); i++) {
            if (status.phase().equals("preparing") || status.phase().equals("clearing")) {
                clock.advance(GRACE);
            }
            status = advance(goal);
        }
        assertThat(status.phase()).isEqualTo(phase);
        return status;
    }

    private ReadModelStatus runUntilShare(double share) {
        ReadModelStatus status = runUntil("scanning", RebuildGoal.FLIP);
        while (status.share() < share) {
            status = advance(RebuildGoal.FLIP);
        }
        return status;
    }

    private ReadModelStatus runUntilDifferent(RebuildGoal goal) {
        runUntil("comparing", goal);
        runSlices(100, goal);
        clock.advance(CONVERGENCE_TIME);
        return runUntil("different", goal);
    }

    private GenerationComparison runUntilRecheck() {
        for (int i = 0; i < MAX_SLICES && comparison().stage() != ComparisonStage.RECHECK; i++) {
            advance(RebuildGoal.FLIP);
        }
        return comparison();
    }

    private GenerationComparison comparison() {
        return resultOf(states.getOrCreate(model)).state().comparison();
    }

    private ReadModelStatus runSlices(int count, RebuildGoal goal) {
        ReadModelStatus status = null;
        for (int i = 0; i < count; i++) {
            status = advance(goal);
        }
        return status;
    }

    /** Runs slices until the next segment has an event. */
    private void stepUntilAProjectionIsNext() {
        Map<String, String> subjects = model.entriesOf(1);
        while (true) {
            int segment = resultOf(states.getOrCreate(model)).state().progress().segment();
            if (subjects.keySet().stream()
                    .anyMatch(subject -> InMemoryDynamoDb.segmentOf(subject, RebuildProgress.SEGMENTS) == segment)) {
                return;
            }
            advance(RebuildGoal.FLIP);
        }
    }

    private void leaseForAProcessThatDies() {
        StoredState before = resultOf(states.getOrCreate(model));
        resultOf(states.replace(model, before, before.leasedUntil(clock.millis() + LEASE.toMillis())));
    }

    private void assertRollbackFails(String kind) {
        ReadModelStatus before = resultOf(rebuilding.status(model));
        assertThatThrownBy(() -> resultOf(rebuilding.rollBack(model)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(409);
                    assertThat(e.problem().type()).endsWith(kind);
                });
        assertThat(resultOf(rebuilding.status(model))).isEqualTo(before);
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
