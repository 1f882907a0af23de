package stage5.kit.web.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerKeysTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final IssuerKeys.Limits LIMITS = new IssuerKeys.Limits(HOUR, Duration.ofHours(12), MINUTE, SECOND);

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private int fetches;
    private Supplier<Uni<String>> response = () -> Uni.createFrom().item(keySet("one", "two"));
    private final IssuerKeys keys = new IssuerKeys(
            () -> {
                fetches++;
                return response.get();
            },
            LIMITS,
            () -> now);

    @Test
    void shouldFetchOnce_whenKeysAreKnown() {
        assertThat(ids("one")).containsExactly("one", "two");
        assertThat(ids("two")).containsExactly("one", "two");

        assertThat(fetches).isOne();
    }

    @Test
    void shouldFetchOnceAMinute_whenManyTokensNameUnknownKeys() {
        for (int token = 0; token < 100; token++) {
            assertUnknown(UUID.randomUUID().toString());
        }
        assertThat(fetches).isOne();

        now = now.plus(MINUTE);
        response = () -> Uni.createFrom().item(keySet("three"));
        assertThat(ids("three")).containsExactly("three");
        assertUnknown("one");
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void shouldUseTheKnownKeysForTwelveHours_whenTheIssuerIsUnreachable() {
        ids("one");
        response = IssuerKeysTests::refused;

        now = now.plus(HOUR);
        assertThat(ids("one")).containsExactly("one", "two");
        assertThat(ids("one")).containsExactly("one", "two");
        assertThat(fetches).isEqualTo(2);
        assertOutage("three");

        now = now.plus(HOUR.multipliedBy(11)).minusMillis(1);
        assertThat(ids("two")).containsExactly("one", "two");
        now = now.plusMillis(1);
        assertOutage("two");
    }

    @Test
    void shouldRetryAfterASecond_whenTheFirstFetchFails() {
        response = IssuerKeysTests::refused;
        assertOutage("one");
        assertOutage("one");
        assertThat(fetches).isOne();

        now = now.plus(SECOND);
        response = () -> Uni.createFrom().item(keySet("one"));
        assertThat(ids("one")).containsExactly("one");
        assertThat(fetches).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"keys\":[]}", "{\"keys\":7}", "<html>"})
    void shouldKeepTheKnownKeys_whenTheResponseIsNoKeySet(String body) {
        ids("one");
        now = now.plus(HOUR);
        response = () -> Uni.createFrom().item(body);

        assertThat(ids("one")).containsExactly("one", "two");
        assertOutage("three");
    }

    @Test
    void shouldForgetAKey_whenTheIssuerHasWithdrawnIt() {
        ids("one");
        now = now.plus(HOUR);
        response = () -> Uni.createFrom().item(keySet("two"));

        ids("two");

        assertUnknown("one");
    }

    @Test
    void shouldShareOneFetch_whenCallersNeedItTogether() {
        List<UniEmitter<? super String>> pending = new ArrayList<>();
        response = () -> Uni.createFrom().emitter(pending::add);
        UniAssertSubscriber<List<JsonWebKey>> gone =
                keys.having("one").subscribe().withSubscriber(UniAssertSubscriber.create());
        UniAssertSubscriber<List<JsonWebKey>> other =
                keys.having("two").subscribe().withSubscriber(UniAssertSubscriber.create());
        gone.cancel();
        other.assertNotTerminated();

        pending.getFirst().complete(keySet("two"));

        assertThat(other.awaitItem(TIMEOUT).getItem()).hasSize(1);
        assertThat(fetches).isOne();
    }

    private List<String> ids(String keyId) {
        return keys.having(keyId).await().atMost(TIMEOUT).stream()
                .map(JsonWebKey::getKeyId)
                .toList();
    }

    private void assertUnknown(String keyId) {
        assertThatThrownBy(() -> ids(keyId))
                .isInstanceOf(AuthenticationFailedException.class)
                .hasNoCause();
    }

    private void assertOutage(String keyId) {
        assertThatThrownBy(() -> ids(keyId))
                .isInstanceOf(AuthenticationFailedException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    private static Uni<String> refused() {
        return Uni.createFrom().failure(new IOException("Connection refused"));
    }

    /** Symmetric keys need no generation. */
    private static String keySet(String... ids) {
        return Stream.of(ids)
                .map("{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"%s\"}"::formatted)
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }
}
