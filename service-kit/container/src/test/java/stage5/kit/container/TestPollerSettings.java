package stage5.kit.container;

import java.time.Duration;
import java.util.Map;

/** The default settings, except a short long poll, which a stop waits for, and what a test chooses. */
final class TestPollerSettings implements PollerSettings {

    private int minInWork = 10;
    private int maxInWork = 50;
    private Duration pace = Duration.ofMillis(25);
    private Duration deletionDelay = Duration.ofMillis(50);
    private Duration visibility = Duration.ofSeconds(30);
    private Duration longestWork = Duration.ofMinutes(1);
    private Duration drain = Duration.ofSeconds(30);

    TestPollerSettings inWork(int min, int max) {
        minInWork = min;
        maxInWork = max;
        return this;
    }

    TestPollerSettings pace(Duration time) {
        pace = time;
        return this;
    }

    TestPollerSettings deletionDelay(Duration time) {
        deletionDelay = time;
        return this;
    }

    TestPollerSettings visibility(Duration time) {
        visibility = time;
        return this;
    }

    TestPollerSettings longestWork(Duration time) {
        longestWork = time;
        return this;
    }

    TestPollerSettings drain(Duration time) {
        drain = time;
        return this;
    }

    @Override
    public int minInWork() {
        return minInWork;
    }

    @Override
    public int maxInWork() {
        return maxInWork;
    }

    @Override
    public Duration acceptableLatency() {
        return Duration.ofMillis(200);
    }

    @Override
    public Duration pace() {
        return pace;
    }

    @Override
    public Map<String, Duration> gather() {
        return Map.of();
    }

    @Override
    public Duration toleratedLag() {
        return Duration.ofSeconds(1); // test machines are slow
    }

    @Override
    public Duration deletionDelay() {
        return deletionDelay;
    }

    @Override
    public Duration longPoll() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration visibility() {
        return visibility;
    }

    @Override
    public Duration longestWork() {
        return longestWork;
    }

    @Override
    public Duration drain() {
        return drain;
    }
}
