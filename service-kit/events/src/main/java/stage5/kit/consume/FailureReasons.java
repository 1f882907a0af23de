package stage5.kit.consume;

import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.s;

import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import stage5.kit.dynamo.Dynamo;

/**
 * Why messages failed, for whoever finds them in a dead-letter queue: SQS keeps no reason, so the consumer does, in its
 * service's own table, item {@code FAILURE#{queue}#{messageId} FAILURE}. Each further failure overwrites the last, but
 * for {@code failures}, which counts them.
 */
@ApplicationScoped
class FailureReasons {

    private static final Logger LOG = Logger.getLogger(FailureReasons.class);

    private static final Duration KEPT = Duration.ofDays(15); // longer than any dead letter: SQS keeps 14 days
    private static final int LONGEST = 1000;

    private final Dynamo dynamo;
    private final Clock clock;
    private final String table;

    /** A reason is worth no more of a consumer's time, whose message comes again anyway. */
    private final Duration patience;

    FailureReasons(
            Dynamo dynamo,
            Clock clock,
            @ConfigProperty(name = "stage5.table") String table,
            @ConfigProperty(name = "stage5.consumer.reason-patience", defaultValue = "500MS") Duration patience) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.table = table;
        this.patience = patience;
    }

    /** Returns when the reason is stored, with the current trace, or the patience for it is over; it never fails. */
    Uni<Void> record(String queue, String messageId, Throwable failure) {
        Instant now = clock.instant();
        String traceId = Span.current().getSpanContext().getTraceId();
        return dynamo.call(c -> c.updateItem(update -> update.tableName(table)
                        .key(key("FAILURE#" + queue + "#" + messageId, "FAILURE"))
                        .updateExpression(
                                "SET failure = :failure, reason = :reason, traceId = :trace, failedAt = :now, expiresAt = :end"
                                        + " ADD failures :one")
                        .expressionAttributeValues(Map.of(
                                ":failure", s(failure.getClass().getSimpleName()),
                                ":reason", s(reason(failure)),
                                ":trace", s(traceId),
                                ":now", s(now.toString()),
                                ":end", n(now.plus(KEPT).getEpochSecond()),
                                ":one", n(1)))))
                .replaceWithVoid()
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .invoke(e -> LOG.warnf("Why message %s on %s failed is not stored: %s", messageId, queue, e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** Returns what the failure says and what its causes add, each by its first line: the rest is for the log. */
    static String reason(Throwable failure) {
        String reason = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .map(e ->
                        Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()))
                .map(message -> message.lines().findFirst().orElse(""))
                .distinct()
                .collect(Collectors.joining(": "));
        return reason.substring(0, Math.min(reason.length(), LONGEST));
    }
}
