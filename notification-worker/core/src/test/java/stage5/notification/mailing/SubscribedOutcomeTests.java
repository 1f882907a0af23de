package stage5.notification.mailing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.TokensResource;
import stage5.notification.CustomerFixture;
import stage5.notification.Inbox;
import stage5.notification.content.MailDrafts;
import stage5.notification.event.NotificationData;

/** A deployment in which a queue subscribes to the outcomes of mails: they are published. */
@QuarkusTest
@TestProfile(SubscribedOutcomeTests.SubscribedProfile.class)
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class SubscribedOutcomeTests {

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
    MailClaims claims;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    private final CustomerFixture customer = CustomerFixture.create();
    private final Event registered = customer.registered();

    @Test
    void shouldPublishTheOutcome_whenAMailIsSent() {
        long before = publishes();

        assertThat(resultOf(consumption.consume(consumer, List.of(CustomerFixture.delivery(registered)))))
                .isEmpty();

        await().atMost(TIMEOUT).until(() -> publishes() == before + 1);
        await().atMost(TIMEOUT).until(() -> outbox().isEmpty());
        assertThat(Inbox.of(console, customer.email())).hasSize(1);
        assertThat(stored()).singleElement().extracting(Event::type).isEqualTo(NotificationData.SENT);
    }

    @Test
    void shouldStoreOneOutcomeAndOneOutboxItem_whenAMailIsSettledTwice() {
        MailOutcome sent = new MailOutcome.Sent("<1@stage5.example>");
        resultOf(claims.claim(registered));
        long before = publishes();

        assertThat(resultOf(claims.settle(registered, MailDrafts.of(registered), sent)))
                .isPresent();
        assertThat(resultOf(claims.settle(registered, MailDrafts.of(registered), sent)))
                .isEmpty();

        await().atMost(TIMEOUT).until(() -> outbox().isEmpty());
        assertThat(publishes()).isEqualTo(before + 1);
        assertThat(stored()).hasSize(1);
    }

    private List<Event> stored() {
        return resultOf(events.read("notification/" + registered.id()));
    }

    private List<Map<String, AttributeValue>> outbox() {
        return resultOf(dynamo.scan(null, scan -> scan.tableName(events.table())
                        .consistentRead(true)
                        .filterExpression("begins_with(pk, :outbox)")
                        .expressionAttributeValues(Map.of(":outbox", s("OUTBOX#")))))
                .items();
    }

    /** Returns the number of messages that were published to the topic so far. */
    private long publishes() {
        return ResponseJson.of(
                        given().baseUri(console.toString())
                                .port(console.getPort())
                                .get("/meter"),
                        200)
                .path("publishes")
                .path("notification-events")
                .asLong();
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }

    /** Every type of event has a subscriber. */
    public static final class SubscribedProfile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            // A first call to SNS that takes longer on a busy machine would leave the event to the sweeper, which runs
            // in forms.
            return Map.of(
                    "stage5.outbox.unsubscribed", "", "stage5.kit.events.outbox.Topic/publish/Timeout/value", "10000");
        }
    }
}
