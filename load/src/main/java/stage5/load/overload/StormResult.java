package stage5.load.overload;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;
import stage5.load.generator.PlacedOrder;
import stage5.load.orders.OrderOutcome;
import stage5.load.orders.OrderSummary;
import stage5.load.orders.Percentiles;
import stage5.load.plan.StormPhases;

/**
 * The result of a storm.
 *
 * @param held the rate that the shop holds, in orders a second
 * @param emptyAfter the time from the end of the storm until all queues are empty; empty if they were not in
 *     {@link StormPhases#SILENCE}
 */
public record StormResult(double held, StormPhases phases, OrderSummary orders, Optional<Duration> emptyAfter) {

    /** Useful throughput in the storm, as a share of the rate that the shop holds. */
    static final double USEFUL = 0.9;

    static final double CONFIRM_P99_MILLIS = 5_000;
    static final double SHED_P99_MILLIS = 100;

    /** A median of the second calm phase may be this much higher; two calm phases without a storm differ by as much. */
    static final double CALM_P50_TOLERANCE = 1.2;

    static final double CALM_P50_TOLERANCE_MILLIS = 20;

    /** The 99th percentile of a calm phase of a minute depends on a few orders. */
    static final double CALM_P99_TOLERANCE = 1.5;

    static final double CALM_P99_TOLERANCE_MILLIS = 100;

    private static final double MILLIS = 1000;

    /** Returns the bars of the storm. */
    public List<Bar> bars() {
        return List.of(
                useful(),
                confirming(),
                shedding(),
                retryAfter(),
                neither(),
                unsettled(),
                emptying(),
                calm("placing: calm before, calm after", before().placing(), after().placing()),
                calm("confirming: calm before, calm after", before().confirming(), after().confirming()));
    }

    /** Returns the orders that were due in the storm. */
    public OrderSummary storm() {
        return between(phases.begin(), phases.end());
    }

    private OrderSummary before() {
        return between(0, phases.begin());
    }

    private OrderSummary after() {
        return between(phases.calmAgain(), phases.over());
    }

    private OrderSummary between(long fromSecond, long toSecond) {
        DoublePredicate within = millis -> millis >= fromSecond * MILLIS && millis < toSecond * MILLIS;
        return new OrderSummary(
                orders.placed().stream()
                        .filter(order -> within.test(order.dueMillis()))
                        .toList(),
                orders.outcomes().stream()
                        .filter(outcome -> within.test(outcome.placed().dueMillis()))
                        .toList());
    }

    /** Counts the orders that were confirmed during the storm, whenever they were placed. */
    private Bar useful() {
        long confirmed = orders.outcomes().stream()
                .filter(OrderOutcome::isConfirmed)
                .filter(outcome -> outcome.confirmedMillis() >= phases.begin() * MILLIS
                        && outcome.confirmedMillis() < phases.end() * MILLIS)
                .count();
        double rate = (double) confirmed / phases.calmSeconds();
        return new Bar(
                "confirmed a second in the storm",
                text("at least %.1f (%.0f %% of %.1f)", held * USEFUL, USEFUL * 100, held),
                text("%.1f (%.0f %%)", rate, rate / held * 100),
                rate >= held * USEFUL);
    }

    private Bar confirming() {
        Percentiles confirming = storm().confirming();
        return new Bar(
                "due to confirmed, accepted in the storm",
                text("p99 at most %.0f ms", CONFIRM_P99_MILLIS),
                confirming.toString(),
                confirming.p99() <= CONFIRM_P99_MILLIS);
    }

    private Bar shedding() {
        Percentiles shed = Percentiles.of(shed().mapToDouble(PlacedOrder::responseMillis));
        return new Bar(
                "sent to shed (503 or 429)",
                text("p99 below %.0f ms", SHED_P99_MILLIS),
                shed.toString(),
                shed.isEmpty() || shed.p99() < SHED_P99_MILLIS);
    }

    private Bar retryAfter() {
        long without = shed().filter(order -> !order.retryAfter()).count();
        return new Bar("shed without Retry-After", "0", Long.toString(without), without == 0);
    }

    /** A time-out or an error is no answer to overload. */
    private Bar neither() {
        long others = storm().placed().stream()
                .filter(order -> !order.isAccepted() && !order.isShed())
                .count();
        return new Bar("neither accepted nor shed", "0", Long.toString(others), others == 0);
    }

    private Bar unsettled() {
        long unsettled = orders.unsettled();
        return new Bar("accepted orders that did not settle", "0", Long.toString(unsettled), unsettled == 0);
    }

    private Bar emptying() {
        return new Bar(
                "end of the storm to empty queues",
                text("within %d s", StormPhases.SILENCE.toSeconds()),
                emptyAfter
                        .map(span -> text("%.1f s", span.toMillis() / MILLIS))
                        .orElse("not within " + StormPhases.SILENCE.toSeconds() + " s"),
                emptyAfter.isPresent());
    }

    private static Bar calm(String what, Percentiles before, Percentiles after) {
        double p50Limit = Math.max(before.p50() * CALM_P50_TOLERANCE, before.p50() + CALM_P50_TOLERANCE_MILLIS);
        double p99Limit = Math.max(before.p99() * CALM_P99_TOLERANCE, before.p99() + CALM_P99_TOLERANCE_MILLIS);
        return new Bar(
                what,
                text("p50 %.0f, p99 %.0f ms", p50Limit, p99Limit),
                text("p50 %.0f, p99 %.0f → %.0f, %.0f ms", before.p50(), before.p99(), after.p50(), after.p99()),
                after.p50() <= p50Limit && after.p99() <= p99Limit);
    }

    private Stream<PlacedOrder> shed() {
        return storm().placed().stream().filter(PlacedOrder::isShed);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
