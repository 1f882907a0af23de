package stage5.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import stage5.load.plan.Model;

class LengthsTests {

    @Test
    void shouldLeaveModelsTheirOwnLength_whenOnlyTheUsualOneIsSaid() {
        Lengths lengths = Lengths.parse("PT20S");

        assertThat(lengths.of(Model.BROWSE)).isEqualTo(Duration.ofSeconds(20));
        assertThat(lengths.of(Model.FLASH)).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void shouldTakeAModelsLength_whenItIsSaid() {
        Lengths lengths = Lengths.parse("checkout=PT15S,flash=PT40S");

        assertThat(lengths.of(Model.BROWSE)).isEqualTo(Duration.ofSeconds(30));
        assertThat(lengths.of(Model.CHECKOUT)).isEqualTo(Duration.ofSeconds(15));
        assertThat(lengths.of(Model.FLASH)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void shouldRefuseWhatIsNoLength() {
        assertThatThrownBy(() -> Lengths.parse("20")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Lengths.parse("rush=PT20S")).isInstanceOf(IllegalArgumentException.class);
    }
}
