package stage5.notification.smtp;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.consume.Consumption;
import stage5.kit.consume.Delivery;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.store.EventStore;
import stage5.kit.testing.EventContract;
import stage5.kit.testing.LocalCloudResource;
import stage5.notification.Story;
import stage5.notification.event.NotificationData;
import stage5.notification.mailing.MailsConsumer;
import stage5.notification.smtp.ScriptedSmtp.Mishap;

@QuarkusTest
@TestProfile(SmtpFaultsTests.AnotherMailServer.class)
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SmtpFaultsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Vertx vertx;

    @Inject
    Consumption consumption;

    @Inject
    MailsConsumer consumer;

    @Inject
    EventStore events;

    @Inject
    MeterRegistry metrics;

    @Inject
    CircuitBreakerMaintenance breakers;

    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    private final Story story = Story.begin();
    private final Event registered = story.registered();
    private ScriptedSmtp smtp;

    @BeforeEach
    void openForMail() {
        smtp = new ScriptedSmtp(vertx, port);
    }

    @AfterEach
    void close() {
        smtp.close();
        breakers.reset("mail");
    }

    @Test
    void shouldGiveUpAtOnce_whenTheServerRefusesForGood() {
        smtp.next(Mishap.NO_SUCH_MAILBOX);

        assertThat(deliver(registered)).isEmpty();
        assertThat(deliver(registered)).isEmpty();

        assertThat(smtp.taken()).isEmpty();
        assertThat(published()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(NotificationData.FAILED);
            assertThat(EventCodec.data(event, NotificationData.class).reason()).contains("550", "No such mailbox");
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldTryAgain_whenTheServerAsksForPatience() {
        smtp.next(Mishap.GREYLISTED, Mishap.LOG_IN_FIRST);
        double resent = resent();

        assertThat(deliver(registered)).isEmpty();

        assertThat(smtp.taken()).containsExactly(messageId());
        assertThat(published()).singleElement().extracting(Event::type).isEqualTo(NotificationData.SENT);
        assertThat(resent()).as("nothing was taken before").isEqualTo(resent);
    }

    @Test
    void shouldSendASecondCopyThatAMailboxKnows_whenTheServerIsGoneBeforeItsReply() {
        smtp.next(Mishap.GONE_BEFORE_THE_REPLY);
        double resent = resent();

        assertThat(deliver(registered)).isEmpty();

        assertThat(smtp.taken()).containsExactly(messageId(), messageId());
        assertThat(published()).singleElement().extracting(Event::type).isEqualTo(NotificationData.SENT);
        assertThat(resent()).isEqualTo(resent + 1);
    }

    @Test
    void shouldHandTheMessagesBackAndSpareTheServer_whenItIsDown() {
        smtp.close();
        List<Event> many =
                Stream.generate(Story::begin).limit(12).map(Story::registered).toList();

        Set<String> failed = deliver(many.toArray(Event[]::new));

        assertThat(failed).hasSize(12);
        assertThat(breakers.currentState("mail")).isEqualTo(CircuitBreakerState.OPEN);
        get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        smtp = new ScriptedSmtp(vertx, port);
        breakers.reset("mail");
        assertThat(deliver(many.toArray(Event[]::new))).isEmpty();
        assertThat(smtp.taken()).hasSize(12).doesNotHaveDuplicates();
    }

    private Set<String> deliver(Event... delivered) {
        List<Delivery> batch = Stream.of(delivered).map(Story::delivery).toList();
        return consumption.consume(consumer, batch).await().atMost(PATIENCE);
    }

    private List<Event> published() {
        return events.read("notification/" + registered.id()).await().atMost(PATIENCE);
    }

    private double resent() {
        return metrics.counter("stage5.mails.resent").count();
    }

    private String messageId() {
        return "<" + registered.id() + "@notifications.stage5.example>";
    }

    /** Points the mailer at a port where only this test listens, and loses patience sooner than usual. */
    public static final class AnotherMailServer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return Map.of(
                        "quarkus.mailer.port",
                        Integer.toString(socket.getLocalPort()),
                        "stage5.consumer.patience",
                        "3S");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
