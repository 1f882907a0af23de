package stage5.notification.mailing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.consume.Consumption;
import stage5.kit.consume.Delivery;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.store.EventStore;
import stage5.kit.testing.EventContract;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.PublisherVersion;
import stage5.kit.testing.TokensResource;
import stage5.notification.Inbox;
import stage5.notification.Inbox.Mail;
import stage5.notification.Story;
import stage5.notification.contact.Contacts;
import stage5.notification.contact.WaitingEvents;
import stage5.notification.domain.Contact;
import stage5.notification.event.NotificationData;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;
import stage5.notification.letter.Letters;
import stage5.notification.mailing.MailClaims.Claim;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class MailsConsumerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    MailsConsumer consumer;

    @Inject
    Consumption consumption;

    @Inject
    EventStore events;

    @Inject
    WaitingEvents waiting;

    @Inject
    Contacts contacts;

    @Inject
    MailClaims claims;

    @Inject
    MeterRegistry metrics;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    private final Story story = Story.begin();

    @Test
    void shouldWelcomeWhoeverSignsUp() {
        Event registered = story.registered();

        deliver(registered);

        assertThat(inbox(story)).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Welcome to Stage Five");
            assertThat(mail.messageId()).isEqualTo(messageId(registered));
            assertThat(mail.html()).contains("Welcome, Ada Lovelace");
            assertThat(mail.text()).contains("Welcome, Ada Lovelace");
        });
    }

    @Test
    void shouldPublishThatAMailWasSent_asTheContractHasIt() {
        Event registered = story.registered();

        deliver(registered);

        assertThat(published(registered)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(NotificationData.SENT);
            assertThat(event.causationid()).isEqualTo(registered.id());
            assertThat(event.correlationid()).isEqualTo(registered.correlationid());
            assertThat(EventCodec.data(event, NotificationData.class))
                    .isEqualTo(new NotificationData(
                            story.customerId(), "welcome", registered.id(), messageId(registered), null));
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldMailAnEventOnce_howeverOftenAndHoweverConcurrentlyItComes() {
        deliver(story.registered());
        Event confirmed = story.confirmed();

        List<Set<String>> failures = Uni.join()
                .all(Collections.nCopies(
                        8,
                        Uni.createFrom()
                                .deferred(() -> consumption.consume(consumer, List.of(Story.delivery(confirmed))))))
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        deliver(confirmed);

        assertThat(failures).allSatisfy(failed -> assertThat(failed).isEmpty());
        assertThat(inbox(story))
                .filteredOn(mail -> mail.messageId().equals(messageId(confirmed)))
                .singleElement()
                .extracting(Mail::deliveries)
                .isEqualTo(1);
        assertThat(published(confirmed)).hasSize(1);
    }

    @Test
    void shouldMailAboutEachOfACustomersOrders() {
        deliver(story.registered());

        deliver(story.confirmed(), story.rejected("out-of-stock"), story.cancelled());

        assertThat(inbox(story))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder(
                        "Welcome to Stage Five",
                        "Your order is confirmed",
                        "We could not accept your order",
                        "Your order is cancelled");
    }

    @Test
    void shouldWaitForTheContact_whenTheOrderIsKnownFirst() {
        Event confirmed = story.confirmed();

        deliver(confirmed);
        deliver(confirmed);

        assertThat(inbox(story)).isEmpty();
        assertThat(waiting()).extracting(Event::id).containsExactly(confirmed.id());

        deliver(story.registered());

        assertThat(inbox(story))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder("Welcome to Stage Five", "Your order is confirmed");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void shouldLoseNoMail_whenContactAndOrderArriveAtOnce() {
        List<Story> stories = Stream.generate(Story::begin).limit(30).toList();
        List<Uni<Set<String>>> arrivals = new ArrayList<>();
        for (Story each : stories) {
            arrivals.add(consumption.consume(consumer, List.of(Story.delivery(each.confirmed()))));
            arrivals.add(consumption.consume(consumer, List.of(Story.delivery(each.registered()))));
        }

        List<Set<String>> failures =
                Uni.join().all(arrivals).andFailFast().await().atMost(PATIENCE);

        assertThat(failures).allSatisfy(failed -> assertThat(failed).isEmpty());
        assertThat(stories).allSatisfy(each -> assertThat(inbox(each))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder("Welcome to Stage Five", "Your order is confirmed"));
    }

    @Test
    void shouldWriteToTheNewestAddress_whenTheEventsComeOutOfOrder() {
        Story moved = story.at("new." + story.email());

        deliver(moved.changed(2));
        deliver(story.registered());
        deliver(story.confirmed());

        assertThat(inbox(story)).isEmpty();
        assertThat(inbox(moved)).hasSize(2);
        assertThat(contacts.find(story.customerId()).await().atMost(PATIENCE))
                .contains(new Contact(moved.email(), moved.name(), 2));
    }

    @Test
    void shouldSendAgainUnderTheSameMessageId_whenASenderDiedBeforeItsStatusWasStored() {
        deliver(story.registered());
        Event confirmed = story.confirmed();
        assertThat(claims.claim(confirmed, Letters.about(confirmed)).await().atMost(PATIENCE))
                .isEqualTo(new Claim.Granted(1, false));
        double resent = metrics.counter("stage5.mails.resent").count();

        deliver(confirmed);

        assertThat(inbox(story)).extracting(Mail::messageId).contains(messageId(confirmed));
        assertThat(metrics.counter("stage5.mails.resent").count()).isEqualTo(resent + 1);
        assertThat(published(confirmed)).hasSize(1);
    }

    @Test
    void shouldGrantAMailToOneSender_untilItIsReleasedOrSettled() {
        Event confirmed = story.confirmed();
        Claim first = claims.claim(confirmed, Letters.about(confirmed)).await().atMost(PATIENCE);

        assertThat(first).isEqualTo(new Claim.Granted(1, false));
        assertThat(claims.claim(confirmed, Letters.about(confirmed)).await().atMost(PATIENCE))
                .isEqualTo(new Claim.Busy());

        claims.release(confirmed, (Claim.Granted) first, false).await().atMost(PATIENCE);
        assertThat(claims.claim(confirmed, Letters.about(confirmed)).await().atMost(PATIENCE))
                .isEqualTo(new Claim.Granted(2, false));

        Outcome sent = new Outcome.Sent(messageId(confirmed));
        assertThat(claims.settle(confirmed, Letters.about(confirmed), sent)
                        .await()
                        .atMost(PATIENCE))
                .isPresent();
        assertThat(claims.settle(confirmed, Letters.about(confirmed), sent)
                        .await()
                        .atMost(PATIENCE))
                .isEmpty();
        assertThat(claims.claim(confirmed, Letters.about(confirmed)).await().atMost(PATIENCE))
                .isEqualTo(new Claim.Settled());
    }

    @Test
    void shouldHandBackOnlyWhatItCannotRead() {
        Event broken = story.confirmed();
        broken.data().remove("customerId");
        Delivery unreadable = Story.delivery(broken);
        Delivery fine = Story.delivery(story.registered());

        Set<String> failed =
                consumption.consume(consumer, List.of(unreadable, fine)).await().atMost(PATIENCE);

        assertThat(failed).containsExactly(unreadable.messageId());
        assertThat(inbox(story)).hasSize(1);
    }

    static Stream<Arguments> mixedVersions() {
        return Stream.of(PublisherVersion.values())
                .flatMap(users -> Stream.of(PublisherVersion.values()).map(orders -> arguments(users, orders)));
    }

    @ParameterizedTest
    @MethodSource("mixedVersions")
    void shouldMail_whicheverVersionsOfUserServiceAndOrderServiceTell(PublisherVersion users, PublisherVersion orders) {
        EventContract userService = EventContract.of("user-service");
        EventContract orderService = EventContract.of("order-service");
        Map<String, String> texts =
                Map.of("019a9c5e-7d2b-7a51-8f3e-0a4b5c6d7e8f", story.customerId(), "ada@stage5.example", story.email());
        Delivery registered = userService.delivery(users, UserData.REGISTERED, texts);
        Delivery changed = userService.delivery(users, UserData.CHANGED, texts);
        Delivery confirmed = orderService.delivery(orders, OrderData.CONFIRMED, texts);

        deliver(List.of(userService.unheardOf(registered), registered, changed));
        deliver(List.of(
                orderService.unheardOf(confirmed),
                confirmed,
                orderService.delivery(orders, OrderData.REJECTED, texts),
                orderService.delivery(orders, OrderData.CANCELLED, texts)));

        assertThat(inbox(story))
                .extracting(Mail::subject)
                .containsExactlyInAnyOrder(
                        "Welcome to Stage Five",
                        "Your order is confirmed",
                        "We could not accept your order",
                        "Your order is cancelled");
        assertThat(inbox(story))
                .filteredOn(mail -> mail.subject().equals("Your order is confirmed"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("Ada King", "Stoneware mug, blue"));
    }

    private void deliver(Event... delivered) {
        deliver(Stream.of(delivered).map(Story::delivery).toList());
    }

    private void deliver(List<Delivery> batch) {
        assertThat(consumption.consume(consumer, batch).await().atMost(PATIENCE))
                .isEmpty();
    }

    private List<Mail> inbox(Story customer) {
        return Inbox.of(console, customer.email());
    }

    private List<Event> waiting() {
        return waiting.of(story.customerId()).await().atMost(PATIENCE);
    }

    private List<Event> published(Event cause) {
        return events.read("notification/" + cause.id()).await().atMost(PATIENCE);
    }

    private static String messageId(Event event) {
        return "<" + event.id() + "@notifications.stage5.example>";
    }
}
