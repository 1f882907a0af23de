package stage5.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import stage5.load.plan.LoadModel;

class ModelDurationsTests {

    @Test
    void shouldKeepTheOwnDurationOfAModel_whenOnlyTheUsualOneIsNamed() {
        ModelDurations durations = ModelDurations.parse("PT20S");

        assertThat(durations.of(LoadModel.BROWSE)).isEqualTo(Duration.ofSeconds(20));
        assertThat(durations.of(LoadModel.FLASH)).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void shouldUseTheNamedDurationOfAModel_whenThereIsOne() {
        ModelDurations durations = ModelDurations.parse("checkout=PT15S,flash=PT40S");

        assertThat(durations.of(LoadModel.BROWSE)).isEqualTo(Duration.ofSeconds(30));
        assertThat(durations.of(LoadModel.CHECKOUT)).isEqualTo(Duration.ofSeconds(15));
        assertThat(durations.of(LoadModel.FLASH)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void shouldFail_whenTheArgumentIsNoDuration() {
        assertThatThrownBy(() -> ModelDurations.parse("20")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ModelDurations.parse("rush=PT20S")).isInstanceOf(IllegalArgumentException.class);
    }
}
