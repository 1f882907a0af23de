package stage5.notification.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.notification.CustomerFixture;
import stage5.notification.event.NotificationData;
import stage5.notification.mailing.MailsConsumer;
import stage5.notification.smtp.ScriptedSmtp.SmtpFault;

/** The mail server acknowledges a mail after 6 s: later than the lease of 2 s expires without an extension. */
@QuarkusTest
@TestProfile(SmtpClientTests.ScriptedServerProfile.class)
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SlowMailServerTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

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

    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    private final Event registered = CustomerFixture.create().registered();
    private ScriptedSmtp smtp;

    @BeforeEach
    void startServer() {
        smtp = new ScriptedSmtp(vertx, port);
        smtp.next(SmtpFault.SLOW_REPLY);
    }

    @AfterEach
    void stopServer() {
        smtp.close();
    }

    @Test
    void shouldSendOneMail_whenTheServerAcknowledgesAfterSixSeconds() {
        double resent = resent();

        assertThat(delivery().await().atMost(TIMEOUT)).isEmpty();

        assertSentOnce();
        assertThat(resent()).isEqualTo(resent);
    }

    @Test
    void shouldSendOneMail_whenTheEventIsDeliveredAgainDuringTheDialogue() {
        CompletableFuture<Set<String>> first = delivery().subscribeAsCompletionStage();
        await().atMost(TIMEOUT).until(() -> smtp.accepted().size() == 1);

        // Three times longer than the lease: each of these deliveries would send the mail again without its extension.
        for (int i = 0; i < 3; i++) {
            assertThat(delivery().await().atMost(TIMEOUT)).isEmpty();
        }

        assertThat(first).succeedsWithin(TIMEOUT).isEqualTo(Set.of());
        assertSentOnce();
    }

    private void assertSentOnce() {
        assertThat(smtp.accepted()).hasSize(1);
        assertThat(events.read("notification/" + registered.id()).await().atMost(TIMEOUT))
                .singleElement()
                .extracting(Event::type)
                .isEqualTo(NotificationData.SENT);
    }

    private Uni<Set<String>> delivery() {
        return consumption.consume(consumer, List.of(CustomerFixture.delivery(registered)));
    }

    private double resent() {
        return metrics.counter("stage5.mails.resent").count();
    }
}
