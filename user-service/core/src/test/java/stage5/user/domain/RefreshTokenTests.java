package stage5.user.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTests {

    private final SecureRandom random = new SecureRandom();
    private final String sessionId = UUID.randomUUID().toString();

    @Test
    void shouldEqualTheOriginal_whenParsed() {
        RefreshToken token = RefreshToken.fresh(sessionId, random);

        assertThat(RefreshToken.parse(token.value())).contains(token);
    }

    @Test
    void shouldHaveAnotherSecret_whenFresh() {
        assertThat(RefreshToken.fresh(sessionId, random).secret())
                .isNotEqualTo(RefreshToken.fresh(sessionId, random).secret());
    }

    @Test
    void shouldNotContainItsSecret_whenPrintedOrFingerprinted() {
        RefreshToken token = RefreshToken.fresh(sessionId, random);

        assertThat(token.toString()).doesNotContain(token.secret());
        assertThat(token.fingerprint()).hasSize(64).doesNotContain(token.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "no token",
                "3f0d7a1e-5a0c-4a43-9f0e-0d9f6f0c2b11",
                "3f0d7a1e-5a0c-4a43-9f0e-0d9f6f0c2b11.short",
                "../../../../../../../../../../../etc/pw.uJ0Yy1b0m3wXv6o0N4Qd2c8rT5k7ZpLhVgSxEaBiFMo",
                "3f0d7a1e-5a0c-4a43-9f0e-0d9f6f0c2b11.uJ0Yy1b0m3wXv6o0N4Qd2c8rT5k7ZpLhVgSxEaBiFMo\n"
            })
    void shouldBeEmpty_whenTheFormatIsInvalid(String token) {
        assertThat(RefreshToken.parse(token)).isEmpty();
    }
}
