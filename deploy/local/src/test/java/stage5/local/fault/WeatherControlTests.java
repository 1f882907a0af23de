package stage5.local.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeatherControlTests {

    private record TestFault(Double share, Long seed) implements FaultSettings {}

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final JsonNode ALWAYS = JsonNodeFactory.instance.objectNode().put("share", 1.0);

    private final FaultControl<TestFault> sqs = new FaultControl<>(
            "sqs", TestFault.class, new TestFault(null, null), List.of("errors"), InstantSource.fixed(NOW));
    private final Map<Runnable, Duration> timers = new LinkedHashMap<>();
    private final WeatherControl weather =
            new WeatherControl(List.of(sqs), (delay, action) -> timers.put(action, delay));

    @Test
    void shouldEndTheFault_whenItsTimeToLiveIsOver() {
        weather.set("sqs", ALWAYS, Optional.of(MINUTE));
        assertThat(timers).containsValue(MINUTE);
        assertThat(weather.report().faults().get("sqs").endsAt()).isEqualTo(NOW.plus(MINUTE));

        fire();

        assertThat(sqs.isActive()).isFalse();
        assertThat(weather.report().weather()).isEqualTo("clear");
        assertThat(weather.report().faults().get("sqs").endsAt()).isNull();
    }

    @Test
    void shouldKeepAFaultThatWasSetAgain_whenTheTimeToLiveOfTheEarlierOneIsOver() {
        weather.set("sqs", ALWAYS, Optional.of(MINUTE));
        weather.set("sqs", ALWAYS, Optional.empty());

        fire();

        assertThat(sqs.isActive()).isTrue();
    }

    @Test
    void shouldLastUntilItIsChanged_whenItHasNoTimeToLive() {
        weather.set("sqs", ALWAYS, Optional.empty());

        assertThat(timers).isEmpty();
        assertThat(weather.report().faults().get("sqs").endsAt()).isNull();
    }

    private void fire() {
        timers.keySet().forEach(Runnable::run);
    }
}
