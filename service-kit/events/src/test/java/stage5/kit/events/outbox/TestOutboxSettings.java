package stage5.kit.events.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The default settings, but for what a test states. */
public record TestOutboxSettings(
        boolean inBackground, int shards, Optional<Set<String>> unsubscribed, Duration grace, Duration sweepBudget)
        implements OutboxSettings {

    /** The default settings. */
    public static final TestOutboxSettings DEFAULT =
            new TestOutboxSettings(true, 4, Optional.empty(), Duration.ofSeconds(2), Duration.ofSeconds(5));

    /** The default settings of a function. */
    public static final TestOutboxSettings FUNCTION =
            new TestOutboxSettings(false, 4, Optional.empty(), Duration.ofSeconds(2), Duration.ofSeconds(5));

    /** Returns the default settings with one type that has no subscriber. */
    public static TestOutboxSettings unsubscribed(String type) {
        return new TestOutboxSettings(true, 4, Optional.of(Set.of(type)), Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    @Override
    public Duration collect() {
        return Duration.ofMillis(5);
    }

    @Override
    public Duration pace() {
        return Duration.ofMillis(100);
    }

    @Override
    public Duration removeWithin() {
        return Duration.ofMillis(500);
    }

    @Override
    public String sweepEvery() {
        return "1s";
    }
}
