package stage5.notification.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import stage5.notification.NotificationConfig;

/**
 * Sends mails by SMTP behind the breaker {@code mail}. A permanent refusal concerns the mail, not the server, so it is no
 * failure for the breaker.
 */
@ApplicationScoped
public class SmtpClient {

    private final ReactiveMailer mailer;
    private final Tracer tracer;
    private final MeterRegistry metrics;
    private final Duration timeout;
    private final String host;
    private final long port;

    SmtpClient(
            ReactiveMailer mailer,
            Tracer tracer,
            MeterRegistry metrics,
            NotificationConfig config,
            @ConfigProperty(name = "quarkus.mailer.host") String host,
            @ConfigProperty(name = "quarkus.mailer.port") int port) {
        this.mailer = mailer;
        this.tracer = tracer;
        this.metrics = metrics;
        this.timeout = config.dialogueTimeout();
        this.host = host;
        this.port = port;
    }

    /**
     * Completes once the server has accepted the mail. Fails with {@link MailRefusedException} if it refused the mail
     * permanently, and with {@link MailDeferredException} if it did not accept it but may later. Any other failure leaves the
     * outcome unknown: the server may have accepted the mail before the connection broke, or before the time-out.
     *
     * <p>The time-out is {@link NotificationConfig#dialogueTimeout}. It begins with the dialogue: a call that waits for the
     * bulkhead has its whole time afterwards.
     *
     * @param caller the parent of the call's span. Not the current context: a mail that has waited for the bulkhead is started
     *     in the context of the mail that has left it.
     */
    @Bulkhead(value = 8, waitingTaskQueue = 64)
    @CircuitBreaker(
            requestVolumeThreshold = 8,
            failureRatio = 0.5,
            delay = 2000,
            successThreshold = 2,
            skipOn = MailRefusedException.class)
    @CircuitBreakerName("mail")
    public Uni<Void> send(Mail mail, Context caller) {
        return Uni.createFrom().deferred(() -> {
            Span span = tracer.spanBuilder("send mail")
                    .setParent(caller)
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("server.address", host)
                    .setAttribute("server.port", port)
                    .setAttribute("network.protocol.name", "smtp")
                    .setAttribute("peer.service", "mail")
                    .startSpan();
            long start = System.nanoTime();
            return mailer.send(mail)
                    .ifNoItem()
                    .after(timeout)
                    .failWith(() -> new TimeoutException("No reply of the mail server within " + timeout))
                    .onFailure()
                    .transform(SmtpClient::classify)
                    .onFailure()
                    .invoke(e -> span.setStatus(StatusCode.ERROR)
                            .setAttribute("error.type", e.getClass().getName())
                            .recordException(e))
                    .onTermination()
                    .invoke((done, failure, cancelled) -> {
                        metrics.timer("stage5.smtp.duration", "outcome", cancelled ? "unknown" : outcome(failure))
                                .record(Duration.ofNanos(System.nanoTime() - start));
                        span.end();
                    });
        });
    }

    /** Returns whether the failure proves that the server has not accepted the mail. */
    public static boolean provesUnsent(Throwable failure) {
        return failure instanceof MailDeferredException
                || failure instanceof CircuitBreakerOpenException
                || failure instanceof BulkheadException;
    }

    private static Throwable classify(Throwable failure) {
        return switch (failure) {
            case SMTPException reply
            when concernsTheMail(reply) -> new MailRefusedException(reply.getReplyCode(), reply.getReplyMessage());
            case SMTPException reply ->
                // Without the reply and its exception, which may repeat the address, because spans and logs have this
                // one.
                new MailDeferredException("The mail server answered " + reply.getReplyCode(), null);
            case ConnectException e -> new MailDeferredException("The mail server cannot be reached", e);
            case UnknownHostException e ->
                new MailDeferredException("The host name of the mail server cannot be resolved", e);
            default -> failure;
        };
    }

    /**
     * A 5yz reply is final (<a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1">RFC 5321, 4.2.1</a>), unless
     * it is 53z. Those concern the log-in of this service (<a
     * href="https://www.rfc-editor.org/rfc/rfc4954#section-6">RFC 4954, 6</a>), so the mail is retried.
     */
    private static boolean concernsTheMail(SMTPException reply) {
        return reply.isPermanent() && reply.getReplyCode() / 10 != 53;
    }

    private static String outcome(Throwable failure) {
        return switch (failure) {
            case null -> "taken";
            case TimeoutException _ -> "timeout";
            case MailRefusedException _ -> "refused";
            case MailDeferredException _ -> "deferred";
            default -> "unknown";
        };
    }
}
