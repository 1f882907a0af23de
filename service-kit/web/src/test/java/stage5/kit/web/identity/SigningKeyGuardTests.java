package stage5.kit.web.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyGuardTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String KEYS = "{\"keys\":[{\"kid\":\"one\"},{\"kid\":\"two\"}]}";

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private int fetches;
    private final SigningKeyGuard guard = new SigningKeyGuard(MINUTE, SECOND, () -> now);

    @Test
    void shouldFetchOnce_whenManyTokensNameUnknownKeys() {
        for (int token = 0; token < 100; token++) {
            String unknown = token(UUID.randomUUID().toString());
            assertThatThrownBy(() -> verify(unknown, this::fetch))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasNoCause();
        }

        assertThat(fetches).isOne();
        assertThat(verify(token("two"), () -> Uni.createFrom().item("Ada"))).isEqualTo("Ada");
    }

    @Test
    void shouldFetchAgain_whenAMinuteHasPassed() {
        assertThatThrownBy(() -> verify(token("new"), this::fetch)).isInstanceOf(AuthenticationFailedException.class);
        now = now.plus(MINUTE);
        assertThatThrownBy(() -> verify(token("new"), this::fetch)).isInstanceOf(AuthenticationFailedException.class);
        assertThatThrownBy(() -> verify(token("new"), this::fetch)).isInstanceOf(AuthenticationFailedException.class);

        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void shouldReportAnOutage_whenTheKeysCannotBeFetched() {
        for (int token = 0; token < 10; token++) {
            assertThatThrownBy(() -> verify(token("one"), this::failToFetch))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasCauseInstanceOf(IOException.class);
        }
        assertThat(fetches).isOne();

        now = now.plus(SECOND);
        assertThatThrownBy(() -> verify(token("none"), this::fetch)).isInstanceOf(AuthenticationFailedException.class);
        assertThat(fetches).isEqualTo(2);
        assertThat(verify(token("one"), () -> Uni.createFrom().item("Ada"))).isEqualTo("Ada");
    }

    @Test
    void shouldWaitForTheFetchInFlight_whenOthersNeedItToo() {
        List<UniEmitter<? super String>> first = new ArrayList<>();
        UniAssertSubscriber<String> attacker = guard.verify(token("none"), () -> {
                    fetches++;
                    guard.fetching();
                    return Uni.createFrom().<String>emitter(first::add);
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        UniAssertSubscriber<String> customer = guard.verify(
                        token("two"), () -> Uni.createFrom().item("Ada"))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        customer.assertNotTerminated();

        guard.fetched(KEYS);
        first.getFirst().fail(new AuthenticationFailedException("unknown key"));

        attacker.assertFailedWith(AuthenticationFailedException.class);
        customer.assertCompleted().assertItem("Ada");
        assertThat(fetches).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b.c", ".", "e30.e30.", "bnVsbA.b.c", "eyJraWQiOjF9.b.c"})
    void shouldReject_whenATokenNamesNoKey(String token) {
        assertThatThrownBy(() -> verify(token, this::fetch)).isInstanceOf(AuthenticationFailedException.class);

        assertThat(fetches).isZero();
    }

    @Test
    void shouldStayWithTheKnownKeys_whenTheResponseIsNoKeySet() {
        guard.fetched(KEYS);
        guard.fetched("[]");
        guard.fetched("{\"keys\":7}");

        assertThat(verify(token("one"), () -> Uni.createFrom().item("Ada"))).isEqualTo("Ada");
    }

    private String verify(String token, Supplier<Uni<String>> verification) {
        return guard.verify(token, verification).await().atMost(SECOND);
    }

    /** Does what OIDC does for an unknown key id: fetches the keys, and fails if they lack it. */
    private Uni<String> fetch() {
        fetches++;
        guard.fetching();
        guard.fetched(KEYS);
        return Uni.createFrom().failure(new AuthenticationFailedException("unknown key"));
    }

    private Uni<String> failToFetch() {
        fetches++;
        guard.fetching();
        return Uni.createFrom().failure(new AuthenticationFailedException(new IOException("refused")));
    }

    private static String token(String keyId) {
        return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"RS256\",\"kid\":\"%s\"}"
                                .formatted(keyId)
                                .getBytes(StandardCharsets.UTF_8))
                + ".e30.c2ln";
    }
}
