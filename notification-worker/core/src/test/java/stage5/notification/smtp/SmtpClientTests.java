package stage5.notification.smtp;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.mailer.Mail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TelemetryRecorder;
import stage5.kit.testing.events.EventContract;
import stage5.kit.testing.events.MovableClock;
import stage5.notification.CustomerFixture;
import stage5.notification.NotificationConfig;
import stage5.notification.event.NotificationData;
import stage5.notification.mailing.MailsConsumer;
import stage5.notification.smtp.ScriptedSmtp.SmtpFault;

@QuarkusTest
@TestProfile(SmtpClientTests.ScriptedServerProfile.class)
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SmtpClientTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration BREAKER_WAIT = Duration.ofMinutes(5); // the default of stage5.consumer.breaker-wait

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
    Tracer tracer;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    MovableClock clock;

    @Inject
    TelemetryRecorder telemetry;

    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    @Inject
    SmtpClient client;

    @Inject
    MailTraces mailTraces;

    private final CustomerFixture customer = CustomerFixture.create();
    private final Event registered = customer.registered();
    private ScriptedSmtp smtp;

    @BeforeEach
    void startServer() {
        smtp = new ScriptedSmtp(vertx, port);
    }

    @AfterEach
    void close() {
        smtp.close();
        breakers.reset("mail");
        clock.reset();
    }

    @Test
    void shouldNotRetry_whenTheServerRefusesPermanently() {
        smtp.next(SmtpFault.NO_SUCH_MAILBOX);

        assertThat(deliver(registered)).isEmpty();
        assertThat(deliver(registered)).isEmpty();

        assertThat(smtp.accepted()).isEmpty();
        assertThat(published()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(NotificationData.FAILED);
            assertThat(EventCodec.data(event, NotificationData.class).reason()).contains("550", "No such mailbox");
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldRetry_whenTheServerRefusesTemporarily() {
        smtp.next(SmtpFault.GREYLISTED, SmtpFault.LOGIN_REQUIRED);
        double resent = resent();

        assertThat(deliver(registered)).isEmpty();

        assertThat(smtp.accepted()).containsExactly(messageId());
        assertThat(published()).singleElement().extracting(Event::type).isEqualTo(NotificationData.SENT);
        assertThat(resent()).as("no mail was accepted before").isEqualTo(resent);
    }

    @Test
    void shouldWriteNothingPersonal_whateverTheServerReplies() {
        smtp.next(SmtpFault.GREYLISTED, SmtpFault.NO_SUCH_MAILBOX);
        telemetry.start();
        try {
            assertThat(deliver(registered, customer.passwordChanged(2), customer.confirmed()))
                    .isEmpty();
        } finally {
            telemetry.stop();
        }

        assertThat(telemetry.spans())
                .anySatisfy(span -> assertThat(span).contains("send mail", "answered 451"))
                .anySatisfy(span -> assertThat(span).contains("send mail", "answered 550"))
                .anySatisfy(span -> assertThat(span).contains("send mail", "UNSET"))
                .allSatisfy(this::assertNothingPersonal);
        assertThat(telemetry.logs()).allSatisfy(this::assertNothingPersonal);
        assertThat(get("/q/metrics").asString()).satisfies(this::assertNothingPersonal);
    }

    private void assertNothingPersonal(String written) {
        assertThat(written)
                .doesNotContain(
                        customer.email(),
                        customer.name(),
                        "No such mailbox",
                        "Come back later",
                        "Your account is ready");
    }

    /** The local cloud's mail server does so after 30 s, and its reply 421 would defer a mail that is sent at the same time. */
    @Test
    void shouldCloseTheConnectionBeforeTheServerDoes_whenNoMailFollows() {
        assertThat(deliver(registered)).isEmpty();
        assertThat(smtp.quits()).isZero();

        await("the client closes its connection").atMost(TIMEOUT).until(() -> smtp.quits() == 1);
    }

    @Test
    void shouldSendADuplicateWithTheSameMessageId_whenTheConnectionBreaksBeforeTheReply() {
        smtp.next(SmtpFault.CLOSED_BEFORE_REPLY);
        double resent = resent();

        assertThat(deliver(registered)).isEmpty();

        assertThat(smtp.accepted()).containsExactly(messageId(), messageId());
        assertThat(published()).singleElement().extracting(Event::type).isEqualTo(NotificationData.SENT);
        assertThat(resent()).isEqualTo(resent + 1);
    }

    @Test
    void shouldFailTheMessagesAndOpenTheBreaker_whenTheServerIsDown() {
        smtp.close();
        List<Event> many = Stream.generate(CustomerFixture::create)
                .limit(12)
                .map(CustomerFixture::registered)
                .toList();

        CompletableFuture<Set<String>> delivery =
                delivery(many.toArray(Event[]::new)).subscribeAsCompletionStage();
        await().atMost(TIMEOUT).until(() -> breakers.currentState("mail") == CircuitBreakerState.OPEN);
        // Repeated, because an event's first attempt may come after the breaker has opened.
        await().atMost(TIMEOUT).until(() -> {
            clock.advance(BREAKER_WAIT);
            return delivery.isDone();
        });

        assertThat(delivery.join()).hasSize(12);
        assertThat(breakers.currentState("mail")).isEqualTo(CircuitBreakerState.OPEN);
        get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        smtp = new ScriptedSmtp(vertx, port);
        breakers.reset("mail");
        assertThat(deliver(many.toArray(Event[]::new))).isEmpty();
        assertThat(smtp.accepted()).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveTheSpanOfItsOwnTrace_whenAMailWaitsForOthers() {
        List<String> traces = IntStream.range(0, 12)
                .mapToObj(mail -> IdGenerator.random().generateTraceId())
                .toList();

        Uni.join()
                .all(traces.stream()
                        .map(trace -> client.send(Mail.withText("ada@example.com", trace, "text"), in(trace)))
                        .toList())
                .andFailFast()
                .await()
                .atMost(TIMEOUT);

        assertThat(mailTraces.ended()).containsAll(traces);
    }

    private static Context in(String trace) {
        return Context.root()
                .with(Span.wrap(SpanContext.create(
                        trace,
                        IdGenerator.random().generateSpanId(),
                        TraceFlags.getSampled(),
                        TraceState.getDefault())));
    }

    @Test
    void shouldLeaveTheOutcomeUnknown_whenTheDialogueTakesTooLong() {
        NotificationConfig impatient = new NotificationConfig() {
            @Override
            public Duration lease() {
                return Duration.ofSeconds(15);
            }

            @Override
            public Duration dialogueTimeout() {
                return Duration.ofMillis(100);
            }

            @Override
            public Duration historyGather() {
                throw new UnsupportedOperationException("The client does not need it");
            }

            @Override
            public String messageIdDomain() {
                return "stage5.example";
            }
        };
        SmtpClient impatientClient =
                new SmtpClient(mails -> Uni.createFrom().nothing(), tracer, metrics, impatient, "mail.example", 25);

        Throwable failure = catchThrowable(
                () -> impatientClient.send(new Mail(), Context.root()).await().atMost(TIMEOUT));

        assertThat(failure).isInstanceOf(TimeoutException.class);
        assertThat(SmtpClient.provesUnsent(failure)).isFalse();
        assertThat(metrics.timer("stage5.smtp.duration", "outcome", "timeout").count())
                .isPositive();
    }

    private Set<String> deliver(Event... delivered) {
        return delivery(delivered).await().atMost(TIMEOUT);
    }

    private Uni<Set<String>> delivery(Event... delivered) {
        List<Delivery> batch =
                Stream.of(delivered).map(CustomerFixture::delivery).toList();
        return consumption.consume(consumer, batch);
    }

    private List<Event> published() {
        return events.read("notification/" + registered.id()).await().atMost(TIMEOUT);
    }

    private double resent() {
        return metrics.counter("stage5.mails.resent").count();
    }

    private String messageId() {
        return "<" + registered.id() + "@notifications.stage5.example>";
    }

    /** Connects the mailer to a free port, and shortens the lease for SlowMailServerTests. */
    public static class ScriptedServerProfile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return Map.of(
                        "quarkus.mailer.port",
                        Integer.toString(socket.getLocalPort()),
                        "stage5.notification.lease",
                        "2S");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Keeps the traces of the mails that were sent. */
    @Singleton
    public static class MailTraces implements SpanProcessor {

        private final List<String> ended = new CopyOnWriteArrayList<>();

        List<String> ended() {
            return List.copyOf(ended);
        }

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            // Only ended spans are kept.
        }

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            if (span.getName().equals("send mail")) {
                ended.add(span.getSpanContext().getTraceId());
            }
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
