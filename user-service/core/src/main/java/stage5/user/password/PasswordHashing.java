package stage5.user.password;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.Base64;
import stage5.user.UserConfig;
import stage5.user.password.HashingWorkers.Purpose;

/**
 * Hashes and verifies passwords with Argon2id (<a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a>). The text
 * form of a hash includes its parameters. Passwords are normalised first (NFKC, as <a
 * href="https://pages.nist.gov/800-63-4/sp800-63b.html">NIST SP 800-63B</a> advises), so that they match from every
 * keyboard.
 */
@ApplicationScoped
public class PasswordHashing {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final HashingWorkers workers;
    private final Argon2Function current;
    private final String decoy;
    private final Timer hashing;
    private final Timer verifying;

    PasswordHashing(HashingWorkers workers, UserConfig config, MeterRegistry metrics) {
        UserConfig.Password cost = config.password();
        this.workers = workers;
        this.current =
                Argon2Function.getInstance(cost.memory(), cost.iterations(), cost.parallelism(), HASH_BYTES, Argon2.ID);
        this.decoy = decoy(cost);
        this.hashing = metrics.timer("stage5.passwords.duration", "operation", "hash");
        this.verifying = metrics.timer("stage5.passwords.duration", "operation", "verify");
    }

    /**
     * Completes with the hash to store; fails with {@code BulkheadException} if too many passwords of the purpose wait, and
     * with {@code TimeoutException} if the time budget ends before hashing starts.
     */
    public Uni<String> hash(Purpose purpose, String password) {
        return workers.run(
                purpose,
                () -> hashing.record(() -> Password.hash(normalised(password))
                        .addRandomSalt(SALT_BYTES)
                        .with(current)
                        .getResult()));
    }

    /** Completes with whether the password matches the hash; fails as {@link #hash} does. */
    public Uni<Boolean> matches(String password, String hash) {
        return workers.run(
                Purpose.LOG_IN,
                () -> verifying.record(() ->
                        Password.check(normalised(password), hash).with(Argon2Function.getInstanceFromHash(hash))));
    }

    /** Returns a hash that no password matches; verifying it takes as long as verifying a real one. */
    public String decoy() {
        return decoy;
    }

    /** Returns whether the hash has other parameters than the configured ones. */
    public boolean isOutdated(String hash) {
        return !Argon2Function.getInstanceFromHash(hash).equals(current);
    }

    private static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private static String decoy(UserConfig.Password cost) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memory(),
                        cost.iterations(),
                        cost.parallelism(),
                        base64.encodeToString(new byte[SALT_BYTES]),
                        base64.encodeToString(new byte[HASH_BYTES]));
    }
}
