package stage5.load.overload;

import java.util.function.Consumer;
import stage5.load.generator.LoadException;
import stage5.load.orders.OrderSummary;

/**
 * Finds the highest rate that the shop holds: every order is accepted and confirmed, with p99 within a second. The rate grows
 * by a quarter from trial to trial until one fails.
 */
public final class RateSearch {

    static final double FIRST = 10;
    static final double GROWTH = 1.25;
    static final double CONFIRM_P99_MILLIS = 1_000;

    private final Trial trial;
    private final Consumer<String> progress;

    /** Sends orders at a rate and returns what became of them. */
    public interface Trial {
        OrderSummary run(double rate) throws InterruptedException;
    }

    /** @param progress receives a line about each trial */
    public RateSearch(Trial trial, Consumer<String> progress) {
        this.trial = trial;
        this.progress = progress;
    }

    /**
     * Returns the highest rate that is held, in orders a second.
     *
     * @throws LoadException if the shop does not hold the first rate
     */
    public double find() throws InterruptedException {
        double held = 0;
        for (double rate = FIRST; isHeld(rate); rate *= GROWTH) {
            held = rate;
        }
        if (held == 0) {
            throw new LoadException(
                    "The shop does not hold %.0f orders a second: state a lower rate by --rate".formatted(FIRST));
        }
        return held;
    }

    private boolean isHeld(double rate) throws InterruptedException {
        OrderSummary orders = trial.run(rate);
        boolean held = orders.isComplete() && orders.confirming().p99() <= CONFIRM_P99_MILLIS;
        progress.accept("%.1f orders a second: %s, confirmed %d of %d, %s"
                .formatted(
                        rate,
                        held ? "held" : "not held",
                        orders.confirmed(),
                        orders.placed().size(),
                        orders.confirming()));
        return held;
    }
}
