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

/**
 * Hashes of passwords by Argon2id (<a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a>), in the usual text
 * form that carries its parameters. A password is normalised first, so that it is the same from every keyboard (NFKC, as
 * <a href="https://pages.nist.gov/800-63-4/sp800-63b.html">NIST SP 800-63B</a> advises).
 */
@ApplicationScoped
public class PasswordHashing {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final HashingWorkers workers;
    private final Argon2Function present;
    private final String decoy;
    private final Timer hashing;
    private final Timer verifying;

    PasswordHashing(HashingWorkers workers, UserConfig config, MeterRegistry metrics) {
        UserConfig.Password cost = config.password();
        this.workers = workers;
        this.present =
                Argon2Function.getInstance(cost.memory(), cost.iterations(), cost.parallelism(), HASH_BYTES, Argon2.ID);
        this.decoy = decoy(cost);
        this.hashing = metrics.timer("stage5.passwords.duration", "operation", "hash");
        this.verifying = metrics.timer("stage5.passwords.duration", "operation", "verify");
    }

    /** Returns the hash to store. */
    public Uni<String> hash(String password) {
        return workers.run(() -> hashing.record(() -> Password.hash(normalised(password))
                .addRandomSalt(SALT_BYTES)
                .with(present)
                .getResult()));
    }

    /** Returns whether the password is the one that was hashed. */
    public Uni<Boolean> matches(String password, String hash) {
        return workers.run(() -> verifying.record(
                () -> Password.check(normalised(password), hash).with(Argon2Function.getInstanceFromHash(hash))));
    }

    /** Returns a hash that no password matches, and that takes as long to find out as any other. */
    public String decoy() {
        return decoy;
    }

    /** Returns whether the hash was made with other parameters than new ones are. */
    public boolean isOutdated(String hash) {
        return !Argon2Function.getInstanceFromHash(hash).equals(present);
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
