package stage5.notification.mailing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static stage5.kit.events.dynamodb.Attributes.number;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.EventPage;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.Expiry;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.MovableClock;
import stage5.notification.CustomerFixture;
import stage5.notification.Inbox;
import stage5.notification.NotificationConfig;
import stage5.notification.event.NotificationData;
import stage5.notification.history.MailHistory;
import stage5.notification.mailing.MailClaims.Claim;
import stage5.notification.smtp.SmtpClient;

/** A process ends between the steps of a mail: claim, send, settle, add to the history. The queue delivers the event again. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class MailCrashTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Inject
    MailsConsumer consumer;

    @Inject
    Consumption consumption;

    @Inject
    EventStore events;

    @Inject
    Dynamo dynamo;

    @Inject
    MovableClock clock;

    @Inject
    NotificationConfig config;

    @Inject
    MeterRegistry metrics;

    @InjectSpy
    MailClaims claims;

    @InjectSpy
    SmtpClient smtp;

    @InjectSpy
    MailHistory history;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    private final CustomerFixture customer = CustomerFixture.create();
    private final Event registered = customer.registered();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void shouldSendTheMail_whenTheProcessEndsAfterTheClaim() {
        crashDuring(send -> doReturn(send).doCallRealMethod().when(smtp).send(any(), any()));
        assertThat(stored()).as("a claim is no event").isEmpty();
        assertThat(resultOf(events.read(subject(), 1))).isEmpty();
        assertThat(scanned()).doesNotContain(subject());

        deliverAfterTheLease();

        assertSettledAfter(1);
    }

    @Test
    void shouldLeaseTheMailForTheConfiguredTime_whenItIsClaimed() {
        resultOf(claims.claim(registered));

        Expiry.assertEpochMillis(
                number(
                        resultOf(dynamo.get(events.table(), EventItems.key(subject(), 1)))
                                .orElseThrow(),
                        "leaseUntil"),
                clock.instant(),
                config.lease());
    }

    @Test
    void shouldSendTheMailAgain_whenTheProcessEndsAfterTheServerHasAcceptedIt() {
        double resent = resent();
        crashDuring(settle -> doReturn(settle).doCallRealMethod().when(claims).settle(any(), any(), any()));
        assertThat(stored()).isEmpty();

        deliverAfterTheLease();

        assertSettledAfter(2);
        assertThat(resent()).isEqualTo(resent + 1);
    }

    @Test
    void shouldAddTheMailToTheHistoryAndNotSendAgain_whenTheProcessEndsAfterTheOutcomeIsStored() {
        crashDuring(add -> doReturn(add).doCallRealMethod().when(history).add(any()));
        assertThat(stored()).hasSize(1);
        assertThat(scanned()).contains(subject());
        assertThat(inHistory()).isEmpty();

        deliverAfterTheLease();

        assertSettledAfter(1);
    }

    @Test
    void shouldStoreOneOutcome_whenTheResponseToTheWriteIsLost() {
        doAnswer(call -> {
                    Uni<?> settled = (Uni<?>) call.callRealMethod();
                    return settled.chain(() -> Uni.createFrom().failure(new TimeoutException("The response is lost")));
                })
                .doCallRealMethod()
                .when(claims)
                .settle(any(), any(), any());

        deliver();

        assertSettledAfter(1);
    }

    @Test
    void shouldNotSendAgain_whenAnEarlierReleaseStoredTheOutcomeApartFromTheMail() {
        Event sent = new Event(
                "019a9c5e-7d2b-7a51-8f3e-0a4b5c6d7e8f",
                "urn:stage5:notification-worker",
                NotificationData.SENT,
                subject(),
                registered.time(),
                "urn:stage5:schema:" + NotificationData.SENT,
                1,
                registered.id(),
                registered.id(),
                null,
                EventCodec.tree(new NotificationData(
                        customer.customerId(), "welcome", registered.id(), "<1@stage5.example>", null)));
        resultOf(events.commit(events.change().append(sent)));

        deliver();

        assertThat(Inbox.of(console, customer.email())).isEmpty();
        assertThat(stored()).containsExactly(sent);
        assertThat(inHistory()).containsExactly(registered.id());
    }

    /**
     * Delivers the event, and ends the work as a crash does once it has reached a step.
     *
     * @param stub makes the first call of the step return the given Uni, which never completes
     */
    private void crashDuring(Consumer<Uni<?>> stub) {
        AtomicBoolean reached = new AtomicBoolean();
        stub.accept(Uni.createFrom().nothing().onSubscription().invoke(() -> reached.set(true)));
        Cancellable work = delivery().subscribe().with(failed -> {});
        await().atMost(TIMEOUT).untilTrue(reached);
        work.cancel();
    }

    private void deliverAfterTheLease() {
        clock.advance(config.lease().plusMillis(1));
        deliver();
    }

    private void deliver() {
        assertThat(resultOf(delivery())).isEmpty();
    }

    private Uni<Set<String>> delivery() {
        return consumption.consume(consumer, List.of(CustomerFixture.delivery(registered)));
    }

    private void assertSettledAfter(int deliveries) {
        assertThat(Inbox.of(console, customer.email()))
                .singleElement()
                .extracting(Inbox.Mail::deliveries)
                .isEqualTo(deliveries);
        assertThat(stored()).singleElement().extracting(Event::type).isEqualTo(NotificationData.SENT);
        assertThat(inHistory()).containsExactly(registered.id());
        assertThat(resultOf(claims.claim(registered))).isEqualTo(new Claim.Settled());
    }

    private List<Event> stored() {
        return resultOf(events.read(subject()));
    }

    /** Returns the subjects of all stored events, as a rebuild reads them. */
    private List<String> scanned() {
        List<String> subjects = new ArrayList<>();
        String cursor = null;
        do {
            EventPage page = resultOf(events.scan(0, 1, cursor));
            page.events().forEach(event -> subjects.add(event.subject()));
            cursor = page.next();
        } while (cursor != null);
        return subjects;
    }

    private List<String> inHistory() {
        return given().auth()
                .oauth2(Tokens.admin())
                .queryParam("customer", customer.customerId())
                .get("/api/notifications")
                .then()
                .statusCode(200)
                .extract()
                .path("items.eventId");
    }

    private String subject() {
        return "notification/" + registered.id();
    }

    private double resent() {
        return metrics.counter("stage5.mails.resent").count();
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
