package stage5.user.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.user.UserConfig;
import stage5.user.password.HashingWorkers.Purpose;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class PasswordHashingTests {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String PASSWORD = "correct horse battery staple";

    @Inject
    PasswordHashing passwords;

    @Inject
    HashingWorkers workers;

    @Test
    void shouldMatch_whenThePasswordIsTheSame() {
        String hash = hash(PASSWORD);

        assertThat(matches(PASSWORD, hash)).isTrue();
        assertThat(matches(PASSWORD + " ", hash)).isFalse();
    }

    @Test
    void shouldHaveAnotherSalt_whenHashedAgain() {
        assertThat(hash(PASSWORD)).isNotEqualTo(hash(PASSWORD));
    }

    /** Not with the settings of these tests, which make hashing cheaper. */
    @Test
    void shouldHaveTheOwaspParameters_whenNotConfigured() {
        UserConfig production = new SmallRyeConfigBuilder()
                .withMapping(UserConfig.class)
                .build()
                .getConfigMapping(UserConfig.class);

        String hash = new PasswordHashing(workers, production, new SimpleMeterRegistry())
                .hash(Purpose.SIGN_UP, PASSWORD)
                .await()
                .atMost(TIMEOUT);

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void shouldMatch_whenTheLettersAreComposedDifferently() {
        String composed = "gr\u00fc\u00dfe aus k\u00f6ln";
        String decomposed = "gru\u0308\u00dfe aus ko\u0308ln";

        assertThat(matches(decomposed, hash(composed))).isTrue();
    }

    @Test
    void shouldTakeAsLongAndNotMatch_whenTheHashIsTheDecoy() {
        String hash = hash(PASSWORD);
        IntStream.range(0, 5).forEach(warmUp -> matches("another password", hash));

        assertThat(matches(PASSWORD, passwords.decoy())).isFalse();
        long real = Long.MAX_VALUE;
        long decoy = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 30; attempt++) { // in turn, so that other load of the machine disturbs both
            real = Math.min(real, nanosToReject(hash));
            decoy = Math.min(decoy, nanosToReject(passwords.decoy()));
        }
        assertThat((double) decoy / real).isCloseTo(1, within(0.5));
    }

    @Test
    void shouldBeOutdated_whenTheParametersDiffer() {
        String weak = Password.hash(PASSWORD)
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID))
                .getResult();

        assertThat(passwords.isOutdated(weak)).isTrue();
        assertThat(matches(PASSWORD, weak)).isTrue();
        assertThat(passwords.isOutdated(hash(PASSWORD))).isFalse();
        assertThat(passwords.isOutdated(passwords.decoy())).isFalse();
    }

    @Test
    void shouldFailAtOnce_whenTooManyPasswordsWait() {
        List<Throwable> rejected = new ArrayList<>();
        List<Uni<Void>> attempts = IntStream.range(0, 200)
                .mapToObj(attempt -> passwords
                        .matches(PASSWORD, passwords.decoy())
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(failure -> {
                            synchronized (rejected) {
                                rejected.add(failure);
                            }
                        })
                        .onFailure()
                        .recoverWithNull())
                .toList();

        Uni.join().all(attempts).andFailFast().await().atMost(TIMEOUT);

        assertThat(rejected).isNotEmpty().hasOnlyElementsOfType(BulkheadException.class);
    }

    private long nanosToReject(String hash) {
        long start = System.nanoTime();
        matches("another password", hash);
        return System.nanoTime() - start;
    }

    private String hash(String password) {
        return passwords.hash(Purpose.SIGN_UP, password).await().atMost(TIMEOUT);
    }

    private boolean matches(String password, String hash) {
        return passwords.matches(password, hash).await().atMost(TIMEOUT);
    }
}
