package stage5.load.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A load model: what visitors come for, and how their number changes over time. */
public enum Model {
    /** 90 % listings, searches and product pages, 9 % bestsellers and order histories, 1 % orders. */
    BROWSE(20, Duration.ofMinutes(1)),
    /** An order each, watched until it is settled; the rate is in orders. */
    CHECKOUT(5, Duration.ofMinutes(1)),
    /** The front page of the internet: from the rate to ten times of it within 10 s, held; four in five want one product. */
    FLASH(10, Duration.ofSeconds(70)),
    /** As browse, for hours. */
    SOAK(20, Duration.ofHours(2)),
    /** As browse, the rate once more on top every ten seconds, until the SLO breaks. */
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

    Model(double rate, Duration duration) {
        this.rate = rate;
        this.duration = duration;
    }

    /** Returns the model of that name, as it is written in commands: {@code growth-50}. */
    public static Model of(String name) {
        return Arrays.stream(values())
                .filter(model -> model.label().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no model %s; there are %s"
                        .formatted(
                                name, Arrays.stream(values()).map(Model::label).collect(Collectors.joining(", ")))));
    }

    /** Returns its name in commands and results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the requests a second where nobody says otherwise: before the rush in flash, of a step, at peak of growth. */
    public double rate() {
        return rate;
    }

    /** Returns how long it runs where nobody says otherwise. */
    public Duration duration() {
        return duration;
    }

    /** Returns by how much less than the model says its peak is, if the rate is that; 1 where the model leaves it open. */
    public double scaledDownBy(double actualRate) {
        return isGrowth() ? rate / actualRate : 1;
    }

    /** Returns how the rate changes over time. */
    public RateProfile profile(double requestsPerSecond, Duration length) {
        return switch (this) {
            case FLASH -> RateProfile.flash(requestsPerSecond);
            case STEP -> RateProfile.steps(requestsPerSecond, STEP_LENGTH);
            case GROWTH_50, GROWTH_500, GROWTH_5000, GROWTH_50000 -> RateProfile.growth(requestsPerSecond, length);
            case BROWSE, CHECKOUT, SOAK -> RateProfile.constant(requestsPerSecond);
        };
    }

    /** How long each step of {@link #STEP} takes. */
    public static final Duration STEP_LENGTH = Duration.ofSeconds(10);

    private boolean isGrowth() {
        return compareTo(GROWTH_50) >= 0;
    }

    @Override
    public String toString() {
        return label();
    }
}
