package stage5.load.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A load model: the mix of requests and how the rate changes over time. */
public enum LoadModel {
    /** 90 % listings, searches and product pages, 9 % bestsellers and order histories, 1 % orders. */
    BROWSE(20, Duration.ofMinutes(1)),
    /** Each visitor places one order and polls it until it is settled; the rate is in orders. */
    CHECKOUT(5, Duration.ofMinutes(1)),
    /**
     * Each visitor places one order and polls nothing: each accepted order is read after the run, so that the run contains
     * the cost of orders alone.
     */
    ORDERS(5, Duration.ofMinutes(1)),
    /** Like orders, all for one product. */
    FLASH_SALE(40, Duration.ofMinutes(1)),
    /** Like orders; the rate is the one that the shop holds, and a minute of it is at four times this rate. */
    STORM(20, Duration.ofSeconds(190)),
    /**
     * A front-page rush: ten times the initial rate within 10 s, then constant; 80 % of product requests are for one.
     */
    FLASH(10, Duration.ofSeconds(70)),
    /** Like browse, for two hours. */
    SOAK(20, Duration.ofHours(2)),
    /** Like browse; the rate grows by its initial value every ten seconds, until the SLO breaks. */
    STEP(20, Duration.ofMinutes(10)),
    /** One server: 50 requests a second at peak. */
    GROWTH_50(50, Duration.ofMinutes(5)),
    /** Several servers behind a balancer: 500. */
    GROWTH_500(500, Duration.ofMinutes(5)),
    /** Caches, replicas, queues: 5,000. */
    GROWTH_5000(5_000, Duration.ofMinutes(5)),
    /** Services: 50,000. */
    GROWTH_50000(50_000, Duration.ofMinutes(5));

    private final double rate;
    private final Duration duration;

    LoadModel(double rate, Duration duration) {
        this.rate = rate;
        this.duration = duration;
    }

    /** Returns the model that a command-line argument names, such as {@code growth-50}. */
    public static LoadModel of(String name) {
        return Arrays.stream(values())
                .filter(model -> model.label().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no model %s; there are %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(LoadModel::label).collect(Collectors.joining(", ")))));
    }

    /** Returns the name in commands and results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the default rate in requests a second: the initial rate of flash, one step of step, the peak of growth.
     */
    public double rate() {
        return rate;
    }

    /** Returns the default duration. */
    public Duration duration() {
        return duration;
    }

    /** Returns whether each visit is one order and nothing else. */
    public boolean isOrders() {
        return this == CHECKOUT || isReadAfterwards();
    }

    /** Returns whether nothing polls the orders during the run, so that they have to be read after it. */
    public boolean isReadAfterwards() {
        return this == ORDERS || this == FLASH_SALE || this == STORM;
    }

    /** Returns the model's own peak divided by the actual rate; 1 for models without a peak of their own. */
    public double scaledDownBy(double actualRate) {
        return isGrowth() ? rate / actualRate : 1;
    }

    /** Returns the rate over time. */
    public RateProfile profile(double requestsPerSecond, Duration length) {
        return switch (this) {
            case FLASH -> RateProfile.flash(requestsPerSecond);
            case STEP -> RateProfile.steps(requestsPerSecond, STEP_LENGTH);
            case GROWTH_50, GROWTH_500, GROWTH_5000, GROWTH_50000 -> RateProfile.growth(requestsPerSecond, length);
            case STORM -> StormPhases.of(length).profile(requestsPerSecond);
            case BROWSE, CHECKOUT, ORDERS, FLASH_SALE, SOAK -> RateProfile.constant(requestsPerSecond);
        };
    }

    /** The duration of one step of {@link #STEP}. */
    public static final Duration STEP_LENGTH = Duration.ofSeconds(10);

    private boolean isGrowth() {
        return compareTo(GROWTH_50) >= 0;
    }

    @Override
    public String toString() {
        return label();
    }
}
