package stage5.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateProfileTests {

    @Test
    void shouldReachTenTimesTheRateWithinTenSeconds_whenItIsAFlash() {
        RateProfile flash = RateProfile.flash(10);

        assertThat(flash.at(-3)).isEqualTo(10);
        assertThat(flash.at(0)).isEqualTo(10);
        assertThat(flash.at(5)).isEqualTo(55);
        assertThat(flash.at(10)).isEqualTo(100);
        assertThat(flash.at(69)).isEqualTo(100);
    }

    @Test
    void shouldAddTheRate_whenAStepBegins() {
        RateProfile steps = RateProfile.steps(20, Duration.ofSeconds(10));

        assertThat(steps.at(-1)).isEqualTo(20);
        assertThat(steps.at(9)).isEqualTo(20);
        assertThat(steps.at(10)).isEqualTo(40);
        assertThat(steps.at(45)).isEqualTo(100);
    }

    @Test
    void shouldPeakAtTheStagesRate_whenItGrows() {
        RateProfile growth = RateProfile.growth(500, Duration.ofSeconds(100));

        assertThat(growth.at(0)).isEqualTo(50);
        assertThat(growth.at(60)).isEqualTo(500);
        assertThat(growth.at(100)).isEqualTo(250, within(1e-9));
        assertThat(growth.peak(100)).isEqualTo(500);
    }

    @Test
    void shouldReturnTheScaleFactor_whenAGrowthStageIsScaledDown() {
        assertThat(LoadModel.GROWTH_50000.scaledDownBy(100)).isEqualTo(500);
        assertThat(LoadModel.GROWTH_50.scaledDownBy(50)).isEqualTo(1);
        assertThat(LoadModel.BROWSE.scaledDownBy(3)).isEqualTo(1);
    }

    @Test
    void shouldFindAModel_whenTheNameIsThatOfTheCommandLine() {
        assertThat(LoadModel.of("growth-5000")).isEqualTo(LoadModel.GROWTH_5000);
        assertThat(LoadModel.of("Browse")).isEqualTo(LoadModel.BROWSE);
        assertThatThrownBy(() -> LoadModel.of("mix")).hasMessageContaining("growth-50000");
    }
}
