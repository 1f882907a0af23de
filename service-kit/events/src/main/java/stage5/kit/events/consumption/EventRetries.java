package stage5.kit.events.consumption;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import stage5.kit.events.envelope.MessagingSpans;
import stage5.kit.web.resilience.Delay;
import stage5.kit.web.resilience.Retries;
import stage5.kit.web.resilience.RetryBudget;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Retries the work on events with back-off, within a budget per queue. Beyond the budget an event fails at once: its
 * message returns by its visibility time-out, a back-off that costs nothing. So an outage does not multiply the calls.
 *
 * <p>While a circuit breaker is open, the event waits for it instead. Its attempts end before any call, so they take nothing from the
 * budget, and the time is a longer one: if the message returned to its queue, it would use up its receives during an outage that
 * says nothing about it, and would be a dead letter.
 */
final class EventRetries {

    /**
     * 10 % of the last 1,000 events at most, and once a second however few events there are. A burst is large enough
     * for the messages in work during a short outage.
     */
    private static final RetryBudget.Settings BUDGET = new RetryBudget.Settings(0.1, 100, 10, 1);

    private static final Retries.Policy POLICY = policy(Duration.ofMillis(50));

    /** An overloaded service needs time rather than calls. */
    private static final Retries.Policy POLICY_IF_OVERLOADED = policy(Duration.ofMillis(500));

    private final MeterRegistry metrics;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>(); // by queue

    EventRetries(MeterRegistry metrics, Clock clock, RandomGenerator random) {
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    /** Adds the share of an event to its queue's budget. */
    void firstAttempt(String queue) {
        budget(queue).onFirstAttempt();
    }

    /**
     * Completes as the first attempt that succeeds. Fails as the last one once a retry can't help, or time or budget
     * are used up. All attempts run on the current Vert.x context; each retry is an event of the current span.
     *
     * @param until when the attempts end
     * @param isTransient returns whether a retry may help after this failure
     */
    Uni<Void> run(String queue, Deadlines until, Predicate<Throwable> isTransient, Supplier<Uni<Void>> attempt) {
        RetryBudget budget = budget(queue);
        return attempt(
                Span.current(),
                attempt,
                failure -> isRejectedByBreaker(failure)
                        ? clock.instant().isBefore(until.ifRejected())
                        : isTransient.test(failure)
                                && clock.instant().isBefore(until.retries())
                                && allows(budget, queue),
                0);
    }

    /**
     * When the attempts for an event end.
     *
     * @param retries no retry after a call that has failed starts later
     * @param ifRejected no retry after a rejection by an open circuit breaker starts later
     */
    record Deadlines(Instant retries, Instant ifRejected) {}

    private static boolean isRejectedByBreaker(Throwable failure) {
        return Causes.of(failure).anyMatch(CircuitBreakerOpenException.class::isInstance);
    }

    /** Completes after a pause if the failure says that a service is overloaded, else at once. */
    Uni<Void> afterOverload(Throwable failure) {
        return Overload.isSignalledBy(failure)
                ? Delay.of(pause(0, failure))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> attempt(Span span, Supplier<Uni<Void>> attempt, Predicate<Throwable> mayRetry, int retries) {
        return VertxContexts.emitOnCurrent(Uni.createFrom().deferred(attempt::get))
                .onFailure(mayRetry)
                .recoverWithUni(failure -> {
                    MessagingSpans.retry(span, failure);
                    return Delay.of(pause(retries, failure)).chain(() -> attempt(span, attempt, mayRetry, retries + 1));
                });
    }

    private RetryBudget budget(String queue) {
        return budgets.computeIfAbsent(queue, key -> new RetryBudget(BUDGET, this::nanos));
    }

    private boolean allows(RetryBudget budget, String queue) {
        boolean allowed = budget.tryRetry();
        metrics.counter("stage5.consumer.retries", "queue", queue, "outcome", allowed ? "made" : "denied")
                .increment();
        return allowed;
    }

    private Duration pause(int retries, Throwable failure) {
        Retries.Policy policy = Overload.isSignalledBy(failure) ? POLICY_IF_OVERLOADED : POLICY;
        return policy.pause(retries, random.nextDouble());
    }

    /** Time and budget limit the retries of an event, not their number. */
    private static Retries.Policy policy(Duration firstPause) {
        return new Retries.Policy(Integer.MAX_VALUE, firstPause, Duration.ofSeconds(2), 0.5);
    }

    private long nanos() {
        return Duration.ofMillis(clock.millis()).toNanos();
    }
}
