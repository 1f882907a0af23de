package stage5.notification.mailing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.EventContract;
import stage5.kit.testing.events.MovableClock;
import stage5.kit.testing.events.PublisherVersion;
import stage5.notification.CustomerFixture;
import stage5.notification.Inbox;
import stage5.notification.Inbox.Mail;
import stage5.notification.NotificationConfig;
import stage5.notification.contact.ContactStore;
import stage5.notification.contact.ParkedEvents;
import stage5.notification.content.MailDrafts;
import stage5.notification.domain.ContactDetails;
import stage5.notification.event.NotificationData;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;
import stage5.notification.mailing.MailClaims.Claim;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class MailsConsumerTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Inject
    MailsConsumer consumer;

    @Inject
    Consumption consumption;

    @Inject
    EventStore events;

    @Inject
    ParkedEvents parkedEvents;

    @Inject
    ContactStore contacts;

    @Inject
    MailClaims claims;

    @Inject
    MeterRegistry metrics;

    @Inject
    MovableClock clock;

    @Inject
    NotificationConfig config;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    private final CustomerFixture customer = CustomerFixture.create();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void shouldSendAWelcomeMail_whenAUserRegisters() {
        Event registered = customer.registered();

        deliver(registered);

        assertThat(inbox(customer)).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Welcome to Stage Five");
            assertThat(mail.messageId()).isEqualTo(messageId(registered));
            assertThat(mail.html()).contains("Your account is ready").doesNotContain("Ada");
            assertThat(mail.text()).contains("Your account is ready").doesNotContain("Ada");
        });
    }

    @Test
    void shouldTellTheOwner_whenThePasswordIsChangedOrOthersSignUpWithTheAddress() {
        Event changed = customer.passwordChanged(2);
        deliver(customer.registered(), changed, customer.signUpRefused(3));

        assertThat(inbox(customer))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder(
                        "Welcome to Stage Five", "Your password was changed", "You already have an account");
        assertThat(published(changed)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(NotificationData.SENT_2);
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldPublishAnEventThatMatchesTheContract_whenAMailIsSent() {
        Event registered = customer.registered();

        deliver(registered);

        assertThat(published(registered)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(NotificationData.SENT);
            assertThat(event.causationid()).isEqualTo(registered.id());
            assertThat(event.correlationid()).isEqualTo(registered.correlationid());
            assertThat(EventCodec.data(event, NotificationData.class))
                    .isEqualTo(new NotificationData(
                            customer.customerId(), "welcome", registered.id(), messageId(registered), null));
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldSendOneMail_whenAnEventIsDeliveredRepeatedlyAndConcurrently() {
        deliver(customer.registered());
        Event confirmed = customer.confirmed();

        List<Set<String>> failures = Uni.join()
                .all(Collections.nCopies(
                        8,
                        Uni.createFrom()
                                .deferred(() ->
                                        consumption.consume(consumer, List.of(CustomerFixture.delivery(confirmed))))))
                .andFailFast()
                .await()
                .atMost(TIMEOUT);
        deliver(confirmed);

        assertThat(failures).allSatisfy(failed -> assertThat(failed).isEmpty());
        assertThat(inbox(customer))
                .filteredOn(mail -> mail.messageId().equals(messageId(confirmed)))
                .singleElement()
                .extracting(Mail::deliveries)
                .isEqualTo(1);
        assertThat(published(confirmed)).hasSize(1);
    }

    @Test
    void shouldSendOneMailPerOrderEvent_whenACustomerHasSeveralOrders() {
        deliver(customer.registered());

        deliver(customer.confirmed(), customer.rejected("out-of-stock"), customer.cancelled());

        assertThat(inbox(customer))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder(
                        "Welcome to Stage Five",
                        "Your order is confirmed",
                        "We could not accept your order",
                        "Your order is cancelled");
    }

    @Test
    void shouldCostOneWriteUnitForEachOfThreeWrites_whenAMailIsSent() {
        deliver(customer.registered());
        double before = writeUnits();

        deliver(customer.confirmed());

        assertThat(inbox(customer)).hasSize(2);
        assertThat(writeUnits() - before)
                .as("claim, outcome with its event, and each live generation of the history: plain writes up to 1 KB")
                .isEqualTo(2 + liveGenerations());
    }

    @Test
    void shouldParkTheEvent_whenTheContactDetailsAreUnknown() {
        Event confirmed = customer.confirmed();

        deliver(confirmed);
        deliver(confirmed);

        assertThat(inbox(customer)).isEmpty();
        assertThat(parked()).extracting(Event::id).containsExactly(confirmed.id());

        deliver(customer.registered());

        assertThat(inbox(customer))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder("Welcome to Stage Five", "Your order is confirmed");
        assertThat(parked()).isEmpty();
    }

    @Test
    void shouldLoseNoMail_whenContactDetailsAndOrderArriveConcurrently() {
        List<CustomerFixture> customers =
                Stream.generate(CustomerFixture::create).limit(30).toList();
        List<Uni<Set<String>>> arrivals = new ArrayList<>();
        for (CustomerFixture each : customers) {
            arrivals.add(consumption.consume(consumer, List.of(CustomerFixture.delivery(each.confirmed()))));
            arrivals.add(consumption.consume(consumer, List.of(CustomerFixture.delivery(each.registered()))));
        }

        List<Set<String>> failures =
                Uni.join().all(arrivals).andFailFast().await().atMost(TIMEOUT);

        assertThat(failures).allSatisfy(failed -> assertThat(failed).isEmpty());
        assertThat(customers).allSatisfy(each -> assertThat(inbox(each))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder("Welcome to Stage Five", "Your order is confirmed"));
    }

    @Test
    void shouldUseTheNewestAddress_whenEventsAreOutOfOrder() {
        CustomerFixture moved = customer.at("new." + customer.email());

        deliver(moved.changed(2));
        deliver(customer.registered());
        deliver(customer.confirmed());

        assertThat(inbox(customer)).isEmpty();
        assertThat(inbox(moved)).hasSize(2);
        assertThat(contacts.find(customer.customerId()).await().atMost(TIMEOUT))
                .contains(new ContactDetails(moved.email(), moved.name(), 2));
    }

    @Test
    void shouldSendAgainWithTheSameMessageId_whenAProcessCrashedBeforeStoringTheOutcome() {
        deliver(customer.registered());
        Event confirmed = customer.confirmed();
        assertThat(claims.claim(confirmed).await().atMost(TIMEOUT)).isEqualTo(new Claim.Granted(1, false));
        double resent = metrics.counter("stage5.mails.resent").count();
        clock.advance(config.lease().plusMillis(1));

        deliver(confirmed);

        assertThat(inbox(customer)).extracting(Mail::messageId).contains(messageId(confirmed));
        assertThat(metrics.counter("stage5.mails.resent").count()).isEqualTo(resent + 1);
        assertThat(published(confirmed)).hasSize(1);
    }

    @Test
    void shouldGrantOneClaim_untilItIsReleasedOrSettled() {
        Event confirmed = customer.confirmed();
        Claim first = claims.claim(confirmed).await().atMost(TIMEOUT);

        assertThat(first).isEqualTo(new Claim.Granted(1, false));
        assertThat(claims.claim(confirmed).await().atMost(TIMEOUT)).isEqualTo(new Claim.Busy());

        claims.release(confirmed, (Claim.Granted) first, false).await().atMost(TIMEOUT);
        assertThat(claims.claim(confirmed).await().atMost(TIMEOUT)).isEqualTo(new Claim.Granted(2, false));

        MailOutcome sent = new MailOutcome.Sent(messageId(confirmed));
        assertThat(claims.settle(confirmed, MailDrafts.of(confirmed), sent)
                        .await()
                        .atMost(TIMEOUT))
                .isPresent();
        assertThat(claims.settle(confirmed, MailDrafts.of(confirmed), sent)
                        .await()
                        .atMost(TIMEOUT))
                .isEmpty();
        assertThat(claims.claim(confirmed).await().atMost(TIMEOUT)).isEqualTo(new Claim.Settled());
    }

    @Test
    void shouldFailOnlyTheUnreadableMessage_whenABatchContainsOne() {
        Event broken = customer.confirmed();
        broken.data().remove("customerId");
        Delivery unreadable = CustomerFixture.delivery(broken);
        Delivery fine = CustomerFixture.delivery(customer.registered());

        Set<String> failed =
                consumption.consume(consumer, List.of(unreadable, fine)).await().atMost(TIMEOUT);

        assertThat(failed).containsExactly(unreadable.messageId());
        assertThat(inbox(customer)).hasSize(1);
    }

    static Stream<Arguments> mixedVersions() {
        return Stream.of(PublisherVersion.values())
                .flatMap(users -> Stream.of(PublisherVersion.values()).map(orders -> arguments(users, orders)));
    }

    @ParameterizedTest
    @MethodSource("mixedVersions")
    void shouldSendMails_whenPublishersRunMixedVersions(PublisherVersion users, PublisherVersion orders) {
        EventContract userService = EventContract.of("user-service");
        EventContract orderService = EventContract.of("order-service");
        Map<String, String> texts = Map.of(
                "019a9c5e-7d2b-7a51-8f3e-0a4b5c6d7e8f", customer.customerId(), "ada@stage5.example", customer.email());
        Delivery registered = userService.delivery(users, UserData.REGISTERED, texts);
        Delivery changed = userService.delivery(users, UserData.CHANGED, texts);
        Delivery confirmed = orderService.delivery(orders, OrderData.CONFIRMED, texts);

        deliver(List.of(userService.ofUnknownType(registered), registered, changed));
        deliver(List.of(
                orderService.ofUnknownType(confirmed),
                confirmed,
                orderService.delivery(orders, OrderData.REJECTED, texts),
                orderService.delivery(orders, OrderData.CANCELLED, texts)));

        assertThat(inbox(customer))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder(
                        "Welcome to Stage Five",
                        "Your order is confirmed",
                        "We could not accept your order",
                        "Your order is cancelled");
        assertThat(inbox(customer))
                .filteredOn(mail -> mail.subject().equals("Your order is confirmed"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("Stoneware mug, blue"));
    }

    private void deliver(Event... delivered) {
        deliver(Stream.of(delivered).map(CustomerFixture::delivery).toList());
    }

    private void deliver(List<Delivery> batch) {
        assertThat(consumption.consume(consumer, batch).await().atMost(TIMEOUT)).isEmpty();
    }

    private List<Mail> inbox(CustomerFixture customer) {
        return Inbox.of(console, customer.email());
    }

    private List<Event> parked() {
        return parkedEvents.of(customer.customerId()).await().atMost(TIMEOUT);
    }

    private List<Event> published(Event cause) {
        return events.read("notification/" + cause.id()).await().atMost(TIMEOUT);
    }

    /** Returns the number of generations of the history that get each mail: more than one after another test's rebuild. */
    private static long liveGenerations() {
        JsonNode mails = ResponseJson.of(given().auth().oauth2(Tokens.admin()).get("/api/read-models"), 200)
                .get(0);
        return 1 + Stream.of("previous", "building").filter(mails::has).count();
    }

    /** Returns the write units that the table has used so far. */
    private double writeUnits() {
        return ResponseJson.of(
                        given().baseUri(console.toString())
                                .port(console.getPort())
                                .get("/meter"),
                        200)
                .path("writeUnits")
                .path("notifications")
                .asDouble();
    }

    private static String messageId(Event event) {
        return "<" + event.id() + "@notifications.stage5.example>";
    }
}
