package stage5.user.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class EmailAddressTests {

    @Test
    void shouldNormaliseToTheSame_whenOnlyCaseAndSurroundingSpaceDiffer() {
        assertThat(new EmailAddress("  Ada@Stage5.Example\t").normalised())
                .isEqualTo(new EmailAddress("ada@stage5.example").normalised());
    }

    @Test
    void shouldKeepItsCase_whenNotNormalised() {
        assertThat(new EmailAddress(" Ada@Stage5.Example ").value()).isEqualTo("Ada@Stage5.Example");
    }

    @Test
    void shouldNormaliseToTheSame_whenTheDefaultLocaleIsTurkish() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr"));
        try {
            assertThat(new EmailAddress("IDA@STAGE5.EXAMPLE").normalised()).isEqualTo("ida@stage5.example");
        } finally {
            Locale.setDefault(before);
        }
    }
}
