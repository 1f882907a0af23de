package stage5.local.dynamodb.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ClientTokensTests {

    private static final byte[] DIGEST = {1, 2};

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ClientTokens tokens = new ClientTokens(new InstantSource() {
        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void shouldKeepATokenForTenMinutes() {
        tokens.add("token", DIGEST);

        now = now.plus(Duration.ofMinutes(10));
        assertThat(tokens.digest("token")).isEqualTo(DIGEST);
        assertThat(tokens.digest("other")).isNull();

        now = now.plusMillis(1);
        assertThat(tokens.digest("token")).isNull();
    }

    @Test
    void shouldForgetExpiredTokens_whenOthersAreAdded() {
        for (int i = 0; i < 100; i++) {
            tokens.add("token-" + i, DIGEST);
            now = now.plus(Duration.ofMinutes(1));
        }

        assertThat(tokens.size()).isEqualTo(11);
    }
}
