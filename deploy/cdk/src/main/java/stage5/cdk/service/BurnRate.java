package stage5.cdk.service;

import java.time.Duration;

/**
 * How fast an error budget of 30 days may be spent before an alarm fires, measured <a
 * href="https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts">in two windows at once</a>.
 * The long window limits alarms to relevant losses; the short window ends the alarm soon after recovery.
 */
enum BurnRate {
    /** 2 % of the budget within an hour. */
    FAST(Duration.ofHours(1), Duration.ofMinutes(5), 14.4),
    /** 5 % of the budget within six hours. */
    SLOW(Duration.ofHours(6), Duration.ofMinutes(30), 6);

    private final Duration longWindow;
    private final Duration shortWindow;
    private final double factor;

    BurnRate(Duration longWindow, Duration shortWindow, double factor) {
        this.longWindow = longWindow;
        this.shortWindow = shortWindow;
        this.factor = factor;
    }

    Duration longWindow() {
        return longWindow;
    }

    Duration shortWindow() {
        return shortWindow;
    }

    /** Returns the alarm threshold: how many times faster than the objective allows the budget is spent. */
    double factor() {
        return factor;
    }
}
