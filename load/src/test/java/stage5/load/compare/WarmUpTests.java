package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stage5.load.generator.GeneratorSettings;
import stage5.load.generator.LoadResult;
import stage5.load.generator.LoadResultFixtures;
import stage5.load.plan.LoadModel;

class WarmUpTests {

    private static final LoadResult ANSWERED = LoadResultFixtures.browse(99, 1);

    @Test
    void shouldBeWarm_whenAllRequestsSucceedAndNoFunctionStarts() {
        assertThat(WarmUp.isWarm(ANSWERED, List.of())).isTrue();
        assertThat(WarmUp.isWarm(ANSWERED, List.of(invocation(null), invocation(null))))
                .isTrue();
    }

    @Test
    void shouldNotBeWarm_whenAFunctionStarts() {
        assertThat(WarmUp.isWarm(ANSWERED, List.of(invocation(null), invocation(812.5))))
                .isFalse();
    }

    @Test
    void shouldNotBeWarm_whenNoRequestSucceeds() {
        assertThat(WarmUp.isWarm(LoadResultFixtures.browse(0, 0), List.of())).isFalse();
    }

    @Test
    void shouldUseAnotherSeedAtTheSameRate_whenItWarmsUp() {
        GeneratorSettings phase = new GeneratorSettings(
                LoadModel.BROWSE,
                20,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                URI.create("http://127.0.0.1:8080"),
                2,
                5003,
                Path.of("results"),
                GeneratorSettings.Machine.ALONE,
                Optional.empty());

        GeneratorSettings first = phase.warmingUp(1);

        assertThat(first.rate()).isEqualTo(20);
        assertThat(first.duration()).isEqualTo(Duration.ofSeconds(5));
        assertThat(first.warmUp()).isZero();
        assertThat(List.of(phase.seed(), first.seed(), phase.warmingUp(2).seed()))
                .doesNotHaveDuplicates();
    }

    private static Invocation invocation(Double initMillis) {
        return new Invocation("gateway-http", "2026-01-01T00:00:00Z", 12, 13, 1024, 120, initMillis);
    }
}
