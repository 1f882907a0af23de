package stage5.kit.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.web.problem.ProblemException;

class CursorTests {

    @Test
    void shouldReturnTheParts_whenTheCursorIsValid() {
        assertThat(Cursor.parts(Cursor.of("lighting", "Größe#SKU-1"), 2)).containsExactly("lighting", "Größe#SKU-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage!", "AAAA", "_____w", "H38", "bGlnaHRpbmc"})
    void shouldFailWith400_whenTheCursorIsInvalid(String cursor) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Cursor.parts(cursor, 2))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(400));
    }
}
