package stage5.kit.events.consumption;

import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Stores why messages failed, to be shown with the dead letters; SQS stores no reason. The item {@code
 * FAILURE#{queue}#{messageId} FAILURE} of the service's own table holds the latest failure; its {@code failures} counts
 * all.
 */
@ApplicationScoped
class FailureReasons {

    private static final Logger LOG = Logger.getLogger(FailureReasons.class);

    private static final Duration RETENTION = Duration.ofDays(15); // longer than SQS retains a dead letter: 14 days
    private static final int MAX_LENGTH = 1000;

    private final Dynamo dynamo;
    private final Clock clock;
    private final String table;

    /** The consumer waits no longer for the write; its message is delivered again in any case. */
    private final Duration timeout;

    FailureReasons(
            Dynamo dynamo,
            Clock clock,
            @ConfigProperty(name = "stage5.table") String table,
            @ConfigProperty(name = "stage5.consumer.reason-patience", defaultValue = "500MS") Duration timeout) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.table = table;
        this.timeout = timeout;
    }

    /** Completes once the reason is stored with the current trace id, or after the time-out; never fails. */
    Uni<Void> record(String queue, String messageId, Throwable failure) {
        Instant now = clock.instant();
        String traceId = Span.current().getSpanContext().getTraceId();
        return VertxContexts.emitOnCurrent(dynamo.call(c -> c.updateItem(update -> update.tableName(table)
                        .key(key("FAILURE#" + queue + "#" + messageId, "FAILURE"))
                        .updateExpression(
                                "SET failure = :failure, reason = :reason, traceId = :trace, failedAt = :now, expiresAt = :end"
                                        + " ADD failures :one")
                        .expressionAttributeValues(Map.of(
                                ":failure", s(failure.getClass().getSimpleName()),
                                ":reason", s(reason(failure)),
                                ":trace", s(traceId),
                                ":now", s(now.toString()),
                                ":end", n(now.plus(RETENTION).getEpochSecond()),
                                ":one", n(1)))))
                .replaceWithVoid()
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .invoke(e ->
                        LOG.warnf("Failure reason of message %s on %s not stored: %s", messageId, queue, e.toString()))
                .onFailure()
                .recoverWithNull());
    }

    /** Returns the first lines of the messages of the failure and its causes; the whole text is in the log. */
    static String reason(Throwable failure) {
        String reason = Causes.of(failure)
                .limit(10)
                .map(e ->
                        Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()))
                .map(message -> message.lines().findFirst().orElse(""))
                .distinct()
                .collect(Collectors.joining(": "));
        return reason.substring(0, Math.min(reason.length(), MAX_LENGTH));
    }
}
