package stage5.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StormPhasesTests {

    private final RateProfile profile = LoadModel.STORM.profile(20, LoadModel.STORM.duration());

    @Test
    void shouldLastAMinuteEach_whenTheLengthIsTheDefault() {
        StormPhases phases = StormPhases.of(LoadModel.STORM.duration());

        assertThat(phases.begin()).isEqualTo(60);
        assertThat(phases.end()).isEqualTo(120);
        assertThat(phases.calmAgain()).isEqualTo(130);
        assertThat(phases.over()).isEqualTo(190);
    }

    @Test
    void shouldOfferFourTimesTheRate_whenTheStormIsOn() {
        assertThat(profile.at(-5)).isEqualTo(10);
        assertThat(profile.at(59)).isEqualTo(10);
        assertThat(profile.at(60)).isEqualTo(80);
        assertThat(profile.at(119)).isEqualTo(80);
        assertThat(profile.at(120)).isZero();
        assertThat(profile.at(129)).isZero();
        assertThat(profile.at(130)).isEqualTo(10);
        assertThat(profile.at(189)).isEqualTo(10);
        assertThat(profile.at(190)).isZero();
    }

    @Test
    void shouldFail_whenThereIsNoTimeForAStorm() {
        assertThatThrownBy(() -> StormPhases.of(Duration.ofSeconds(12))).isInstanceOf(IllegalArgumentException.class);
    }
}
