package stage5.kit.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerifiedTokensTests {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final VerifiedTokens<String> tokens = new VerifiedTokens<>(2, LONGEST, () -> now);

    @Test
    void shouldFindAToken_whenItIsNotExpired() {
        tokens.keep("a.b.c", now.plus(MINUTE), "Ada");
        now = now.plus(MINUTE).minusMillis(1);

        assertThat(tokens.find("a.b.c")).contains("Ada");
    }

    @Test
    void shouldNotFindAToken_whenItIsExpired() {
        tokens.keep("a.b.c", now.plus(MINUTE), "Ada");
        now = now.plus(MINUTE);

        assertThat(tokens.find("a.b.c")).isEmpty();
    }

    @Test
    void shouldNotFindAToken_whenItIsKeptForTheLongestTime() {
        tokens.keep("a.b.c", now.plus(Duration.ofDays(1)), "Ada");
        now = now.plus(LONGEST);

        assertThat(tokens.find("a.b.c")).isEmpty();
    }

    @Test
    void shouldNotFindAToken_whenOnlyItsSignatureDiffers() {
        tokens.keep("a.b.c", now.plus(MINUTE), "Ada");

        assertThat(tokens.find("a.b.d")).isEmpty();
        assertThat(tokens.find("a.b.")).isEmpty();
    }

    @Test
    void shouldForgetTheLeastRecentlyUsed_whenThereAreTooMany() {
        tokens.keep("1", now.plus(MINUTE), "one");
        tokens.keep("2", now.plus(MINUTE), "two");
        tokens.find("1");
        tokens.keep("3", now.plus(MINUTE), "three");

        assertThat(tokens.find("1")).contains("one");
        assertThat(tokens.find("2")).isEmpty();
        assertThat(tokens.find("3")).contains("three");
    }

    @Test
    void shouldKeepNothing_whenTheTokenIsExpiredAlready() {
        tokens.keep("a.b.c", now, "Ada");

        assertThat(tokens.find("a.b.c")).isEmpty();
    }
}
