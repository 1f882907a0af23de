package stage5.kit.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTests {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FORTNIGHT = Duration.ofDays(14);
    private static final Instant NOW = Instant.parse("2026-01-02T10:15:30.250Z");

    @ParameterizedTest
    @ValueSource(longs = {3_600_000, 3_599_000, 3_570_000})
    void shouldPass_whenAKeyExpiresWithinItsLifetime(long pttl) {
        assertThatCode(() -> Expiry.assertPttl(pttl, HOUR)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600, 3_600_000_000L, 3_600_001, 3_569_999, -1, -2, 0})
    void shouldFail_whenAKeyHasAnotherUnitOrLifetimeOrNone(long pttl) {
        assertFails(() -> Expiry.assertPttl(pttl, HOUR));
    }

    @Test
    void shouldAllowAQuarterOfTheLifetime_whenItIsShort() {
        assertThatCode(() -> Expiry.assertPttl(15_000, Duration.ofSeconds(20))).doesNotThrowAnyException();
        assertFails(() -> Expiry.assertPttl(14_999, Duration.ofSeconds(20)));
    }

    @Test
    void shouldPass_whenAnItemExpiresWithinItsLifetime() {
        assertThatCode(() -> Expiry.assertEpochSeconds(NOW.plus(FORTNIGHT).getEpochSecond(), NOW, FORTNIGHT))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldFail_whenAnItemHasAnotherUnitOrLifetime() {
        assertFails(() -> Expiry.assertEpochSeconds(NOW.plus(FORTNIGHT).toEpochMilli(), NOW, FORTNIGHT));
        assertFails(() -> Expiry.assertEpochSeconds(FORTNIGHT.toSeconds(), NOW, FORTNIGHT));
        assertFails(() -> Expiry.assertEpochSeconds(NOW.getEpochSecond(), NOW, FORTNIGHT));
        assertFails(() -> Expiry.assertEpochSeconds(NOW.plus(FORTNIGHT).getEpochSecond() + 1, NOW, FORTNIGHT));
        assertFails(() -> Expiry.assertEpochSeconds(NOW.getEpochSecond() + FORTNIGHT.toMillis(), NOW, FORTNIGHT));
    }

    @Test
    void shouldPass_whenALeaseEndsWithinItsLength() {
        assertThatCode(() -> Expiry.assertEpochMillis(NOW.plusSeconds(15).toEpochMilli(), NOW, Duration.ofSeconds(15)))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldFail_whenALeaseHasAnotherUnitOrLength() {
        Duration length = Duration.ofSeconds(15);
        assertFails(() -> Expiry.assertEpochMillis(NOW.plus(length).getEpochSecond(), NOW, length));
        assertFails(() -> Expiry.assertEpochMillis(NOW.toEpochMilli() + length.toSeconds(), NOW, length));
        assertFails(() -> Expiry.assertEpochMillis(NOW.toEpochMilli() + length.toMillis() + 1, NOW, length));
    }

    private static void assertFails(ThrowingCallable assertion) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class);
    }
}
