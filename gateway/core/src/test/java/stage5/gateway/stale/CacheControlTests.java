package stage5.gateway.stale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheControlTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            // header | freshness | while revalidating | if error, or -1 without limit
            value = {
                "public, max-age=1, stale-while-revalidate=5, stale-if-error=3600 | 1 | 5 | 3600",
                "MAX-AGE=\"7\" ,Stale-If-Error = 60 | 7 | 0 | 60",
                "max-age=7, s-maxage=3, stale-if-error=60 | 3 | 0 | 0",
                "max-age=7, must-revalidate, stale-if-error=60 | 7 | 0 | 0",
                "max-age=7, proxy-revalidate, stale-while-revalidate=60 | 7 | 0 | 0",
                "max-age=7, max-age=9 | 7 | 0 | -1",
                "max-age=soon, stale-if-error=-1 | 0 | 0 | 0",
                "max-age=99999999999 | 0 | 0 | -1",
                "x=\"max-age=5\", y | 0 | 0 | -1",
                "'' | 0 | 0 | -1"
            })
    void shouldHaveTheDurations_whenTheHeaderStatesThem(String header, long fresh, long revalidating, long error) {
        CacheControl control = CacheControl.of(List.of(header));

        assertThat(control.freshness()).hasSeconds(fresh);
        assertThat(control.staleWhileRevalidate()).hasSeconds(revalidating);
        assertThat(control.staleIfError())
                .isEqualTo(error < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(error)));
    }

    @Test
    void shouldJoinHeaderLines_whenThereAreSeveral() {
        CacheControl control = CacheControl.of(List.of("public", "no-cache=\"a, no-store\", max-age=1"));

        assertThat(control.has("public")).isTrue();
        assertThat(control.has("no-cache")).isTrue();
        assertThat(control.has("no-store")).isFalse();
        assertThat(control.freshness()).hasSeconds(1);
        assertThat(CacheControl.of(List.of()).freshness()).isZero();
    }
}
