package stage5.kit.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.fence.FenceSettings;
import stage5.kit.events.fence.WriteFence;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.web.resilience.ConcurrencyLimit;

/** Tests when a receiver receives, deletes and extends, with a queue in memory. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class ReceiverTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String FENCE_TABLE = "users";

    /** Readings of the clock: more than one check of the fence needs. */
    private static final int CHECKS = 10;

    private static final String REGISTERED = "stage5.user.registered.v1";

    @Inject
    Consumption consumption;

    @Inject
    EventFactory events;

    @Inject
    Vertx vertx;

    @Inject
    WriteFence fence;

    @Inject
    DynamoDbAsyncClient dynamoDb;

    private final GatedConsumer consumer = new GatedConsumer("receiver-tests");
    private final TestPollerSettings settings = new TestPollerSettings();
    private Duration gather;
    private Receiver receiver;

    @AfterEach
    void stopReceiving() {
        consumer.openGate();
        stop();
        dynamoDb.deleteItem(delete ->
                        delete.tableName(FENCE_TABLE).key(Attributes.key(WriteFence.PARTITION, WriteFence.SORT)))
                .join();
    }

    @Test
    void shouldReceiveAsManyAsItHasCredits_whenMessagesTakeTime() {
        FakeSourceQueue queue = new FakeSourceQueue(10);
        List<Event> all = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> event("user/" + i, 1, GatedConsumer.GATED))
                .toList();
        all.forEach(event -> queue.send(event, event.subject()));
        settings.inWork(3, 3);

        receive(queue);

        await().atMost(TIMEOUT).until(() -> consumer.started().size() == 3);
        await().during(Duration.ofMillis(200)).until(() -> consumer.started().size() == 3);
        assertThat(queue.receives()).extracting(FakeSourceQueue.Receive::max).containsExactly(3);

        consumer.openGate();
        await().atMost(TIMEOUT).until(() -> consumer.finished().containsAll(all));
    }

    @Test
    void shouldLetMessagesGather_unlessTheCallWasFull() {
        FakeSourceQueue queue = new FakeSourceQueue(3);
        settings.inWork(3, 3);
        gather = Duration.ofSeconds(2);
        List<Event> two = List.of(event("user/1", 1, REGISTERED), event("user/2", 1, REGISTERED));
        IntStream.rangeClosed(3, 8).forEach(i -> queue.send(event("user/" + i, 1, REGISTERED), "full-" + i));
        receive(queue);
        await().atMost(TIMEOUT).until(() -> consumer.finished().size() == 6);
        assertThat(queue.receives()).as("two full calls").hasSizeBetween(2, 3);
        queue.send(two.getFirst(), "first");
        await().atMost(TIMEOUT).until(() -> consumer.finished().contains(two.getFirst()));
        int calls = queue.receives().size();

        queue.send(two.getLast(), "last");

        await().during(Duration.ofSeconds(1)).until(() -> queue.receives().size() == calls);
        await().atMost(TIMEOUT).until(() -> consumer.finished().contains(two.getLast()));
    }

    @Test
    void shouldNotLetMessagesGather_whenTheyHaveWaited() {
        FakeSourceQueue queue = new FakeSourceQueue(1);
        gather = Duration.ofSeconds(30);
        Instant before = Instant.now().minus(gather.multipliedBy(2));
        IntStream.rangeClosed(1, 4).forEach(i -> queue.send(event("user/" + i, 1, REGISTERED), "old-" + i, before));

        receive(queue);

        await().atMost(Duration.ofSeconds(10)).until(() -> consumer.finished().size() == 4);
    }

    @Test
    void shouldWorkOnALaterMessage_whenAnEarlierOneIsSlow() {
        FakeSourceQueue queue = new FakeSourceQueue(1);
        Event slow = event("user/slow", 1, GatedConsumer.GATED);
        Event later = event("user/later", 1, REGISTERED);
        queue.send(slow, "slow");
        queue.send(later, "later");

        receive(queue);

        await().atMost(TIMEOUT).until(() -> queue.deletions().equals(List.of(List.of("later"))));
        assertThat(consumer.started()).contains(slow);
        assertThat(consumer.finished()).containsExactly(later);
    }

    @Test
    void shouldKeepTheOrderOfASubject_whenItsEventsComeWithDifferentReceives() {
        FakeSourceQueue queue = new FakeSourceQueue(1);
        Event first = event("user/1", 1, GatedConsumer.GATED);
        Event second = event("user/1", 2, REGISTERED);
        Event other = event("user/2", 1, REGISTERED);
        queue.send(first, "first");
        queue.send(second, "second");
        queue.send(other, "other");

        receive(queue);

        await().atMost(TIMEOUT).until(() -> consumer.finished().contains(other));
        assertThat(consumer.started()).as("the second event waits").containsExactly(first, other);
        consumer.openGate();
        await().atMost(TIMEOUT).until(() -> consumer.finished().equals(List.of(other, first, second)));
    }

    @Test
    void shouldHoldBackTheNextEvent_whenItWaitsForOneThatFails() {
        FakeSourceQueue queue = new FakeSourceQueue(1);
        Event slow = event("user/1", 1, GatedConsumer.GATED_POISON);
        Event next = event("user/1", 2, REGISTERED);
        Event other = event("user/2", 1, REGISTERED);
        queue.send(slow, "slow");
        queue.send(next, "next");
        queue.send(other, "other");
        receive(queue);
        await().atMost(TIMEOUT).until(() -> consumer.finished().contains(other));

        consumer.openGate();
        stop();

        assertThat(consumer.started()).containsExactly(slow, other);
        assertThat(queue.deletions()).containsExactly(List.of("other"));
    }

    @Test
    void shouldDeleteTenMessagesAtOnce_whenTheyComeWithDifferentReceives() {
        FakeSourceQueue queue = new FakeSourceQueue(1);
        settings.deletionDelay(Duration.ofHours(1)).pace(Duration.ofMillis(1));
        IntStream.rangeClosed(1, 11).forEach(i -> queue.send(event("user/" + i, 1, REGISTERED), "handle " + i));

        receive(queue);
        await().atMost(TIMEOUT).until(() -> consumer.finished().size() == 11);
        await().atMost(TIMEOUT).until(() -> queue.deletions().size() == 1);
        assertThat(queue.deletions().getFirst()).hasSize(10);

        stop();
        assertThat(queue.deletions()).as("a stop waits for no other message").hasSize(2);
        assertThat(queue.deletions().getLast()).hasSize(1);
    }

    @Test
    void shouldPauseBetweenReceives_whileMessagesFlow() {
        FakeSourceQueue queue = new FakeSourceQueue(1);
        settings.pace(Duration.ofMillis(30));
        IntStream.rangeClosed(1, 5).forEach(i -> queue.send(event("user/" + i, 1, REGISTERED), "handle " + i));

        receive(queue);
        await().atMost(TIMEOUT).until(() -> queue.receives().size() == 5);

        List<Long> times =
                queue.receives().stream().map(FakeSourceQueue.Receive::nanos).toList();
        for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.ofNanos(times.get(i) - times.get(i - 1)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(29)); // timers have a resolution of a millisecond
        }
    }

    @Test
    void shouldExtendTheVisibilityOfAllTogether_whenTheWorkTakesLong() {
        FakeSourceQueue queue = new FakeSourceQueue(10);
        settings.visibility(Duration.ofMillis(300));
        queue.send(event("user/1", 1, GatedConsumer.GATED), "one");
        queue.send(event("user/2", 1, GatedConsumer.GATED), "two");

        receive(queue);

        await().atMost(TIMEOUT).until(() -> queue.extensions().contains(List.of("one", "two")));
        consumer.openGate();
        await().atMost(TIMEOUT).until(() -> consumer.finished().size() == 2);
        stop();
        assertThat(queue.deletions().stream().flatMap(List::stream)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void shouldWorkOnOtherMessages_whenAMessageHangs() {
        FakeSourceQueue queue = new FakeSourceQueue(1);
        settings.inWork(1, 1).visibility(Duration.ofMillis(60)).longestWork(Duration.ofMillis(200));
        Event hanging = event("user/hanging", 1, GatedConsumer.GATED);
        Event other = event("user/other", 1, REGISTERED);
        queue.send(hanging, "hanging");
        queue.send(other, "other");

        receive(queue);

        await().atMost(TIMEOUT).until(() -> queue.deletions().equals(List.of(List.of("other"))));
        assertThat(consumer.started()).containsExactly(hanging, other);
    }

    @Test
    void shouldDeleteByTheLatestReceipt_whenAMessageInWorkIsReceivedAgain() {
        FakeSourceQueue queue = new FakeSourceQueue(1);
        Event slow = event("user/slow", 1, GatedConsumer.GATED);
        queue.send(slow, "first receipt");
        queue.send(slow, "second receipt");

        receive(queue);
        await().atMost(TIMEOUT).until(() -> queue.receives().size() == 2);
        consumer.openGate();

        await().atMost(TIMEOUT).until(() -> queue.deletions().equals(List.of(List.of("second receipt"))));
        assertThat(consumer.started(slow)).isOne();
    }

    @Test
    void shouldLeaveMessagesInTheQueue_whileThisRegionMayNotWrite() {
        AtomicInteger checks = new AtomicInteger();
        WriteFence regional = new WriteFence(fenceSettings(), dynamoDb, Clock.systemUTC(), () -> {
            checks.incrementAndGet();
            return System.nanoTime();
        });
        FakeSourceQueue queue = new FakeSourceQueue(10);
        queue.send(event("user/1", 1, REGISTERED), "first");

        receive(queue, regional);
        await().atMost(TIMEOUT).until(() -> checks.get() > CHECKS);
        assertThat(queue.receives()).as("without an epoch").isEmpty();
        setWriter("us-east-1", 1);
        await().atMost(TIMEOUT).until(() -> queue.deletions().equals(List.of(List.of("first"))));

        setWriter("us-west-2", 2);
        await().atMost(TIMEOUT).until(() -> !regional.isHeld().await().atMost(TIMEOUT));
        int received = queue.receives().size();
        int checked = checks.get();
        queue.send(event("user/2", 1, REGISTERED), "second");
        await().atMost(TIMEOUT).until(() -> checks.get() > checked + CHECKS);
        assertThat(queue.receives()).as("in the epoch of another region").hasSize(received);
    }

    /** The kit's tests have no table of their own, and the fence needs a single item. */
    private static FenceSettings fenceSettings() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(FenceSettings.class)
                .withDefaultValue("stage5.fence.table", FENCE_TABLE)
                .withDefaultValue("stage5.fence.region", "us-east-1")
                .withDefaultValue("stage5.fence.lease", "1S")
                .withDefaultValue("stage5.fence.timeout", "20S")
                .build()
                .getConfigMapping(FenceSettings.class);
    }

    private void setWriter(String region, long epoch) {
        Map<String, AttributeValue> item = new HashMap<>(Attributes.key(WriteFence.PARTITION, WriteFence.SORT));
        item.put(WriteFence.REGION, Attributes.s(region));
        item.put(WriteFence.EPOCH, Attributes.n(epoch));
        dynamoDb.putItem(put -> put.tableName(FENCE_TABLE).item(item)).join();
    }

    private void receive(FakeSourceQueue queue) {
        receive(queue, fence);
    }

    private void receive(FakeSourceQueue queue, WriteFence fence) {
        ConcurrencyLimit limit = new ConcurrencyLimit(
                new ConcurrencyLimit.Settings(
                        settings.minInWork(), settings.maxInWork(), settings.minInWork(), settings.acceptableLatency()),
                System::nanoTime);
        receiver = new Receiver(
                consumer,
                queue,
                consumption,
                fence,
                settings,
                new Credits(limit, settings.minInWork(), () -> false),
                new Pace(vertx, settings.pace(), gather == null ? settings.pace() : gather, System::nanoTime),
                vertx,
                System::nanoTime);
        receiver.start();
    }

    private void stop() {
        receiver.stop().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private Event event(String subject, long sequence, String type) {
        return events.first(type, subject, sequence, Map.of("email", "ada@example.com"));
    }
}
