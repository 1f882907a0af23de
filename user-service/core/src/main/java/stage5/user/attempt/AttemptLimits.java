package stage5.user.attempt;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import stage5.kit.web.hash.Sha256;
import stage5.kit.web.problem.ProblemException;
import stage5.user.UserConfig;
import stage5.user.domain.EmailAddress;

/**
 * Limits log-ins, sign-ups, refreshes and password changes, before a password is hashed or a session is read.
 *
 * <p>Guesses of one account's password are limited however many addresses they come from. So that this does not lock the
 * owner out, an address from which the account logged in before has a limit of its own: {@link
 * UserConfig.Attempts#knownAddress}.
 */
@ApplicationScoped
public class AttemptLimits {

    private static final String PREFIX = "user/attempts/";
    private static final int HASH_BYTES = 16;

    private final AttemptBuckets buckets;
    private final UserConfig.Attempts config;
    private final MeterRegistry metrics;

    AttemptLimits(AttemptBuckets buckets, UserConfig config, MeterRegistry metrics) {
        this.buckets = buckets;
        this.config = config.attempts();
        this.metrics = metrics;
    }

    /**
     * An admitted log-in.
     *
     * @param mark the key that marks the address as known for the account
     * @param bucket the bucket that the attempt was taken from
     */
    public record LogInAttempt(String mark, Bucket bucket) {}

    /**
     * Completes with the attempt if a log-in from the address is within the limits; fails with a 429 problem if not. The
     * limits are the same whether or not the account exists.
     */
    public Uni<LogInAttempt> logIn(EmailAddress email, String address) {
        String account = hash(email.normalised());
        String from = hash(address);
        String mark = PREFIX + "known/" + account + "/" + from;
        return buckets.isMarked(mark)
                .map(known -> known
                        ? new Bucket(PREFIX + "known-address/" + account + "/" + from, config.knownAddress())
                        : new Bucket(PREFIX + "account/" + account, config.account()))
                .call(bucket -> require(AttemptKind.LOG_IN, bucket, byAddress(AttemptKind.LOG_IN, from)))
                .map(bucket -> new LogInAttempt(mark, bucket));
    }

    /** Completes once the address of a successful log-in is known for its account; the attempt no longer counts. */
    public Uni<Void> succeeded(LogInAttempt attempt) {
        return buckets.remember(attempt.mark(), config.addressKnownFor(), attempt.bucket());
    }

    /** Completes if a sign-up is within the limits; fails with a 429 problem if not. */
    public Uni<Void> signUp(EmailAddress email, String address) {
        return require(
                AttemptKind.SIGN_UP,
                new Bucket(PREFIX + "sign-up/account/" + hash(email.normalised()), config.signUpAccount()),
                byAddress(AttemptKind.SIGN_UP, hash(address)));
    }

    /** Completes if a refresh of the session is within the limits; fails with a 429 problem if not. */
    public Uni<Void> refresh(String sessionId, String address) {
        return require(
                AttemptKind.REFRESH,
                new Bucket(PREFIX + "refresh/session/" + hash(sessionId), config.refreshSession()),
                byAddress(AttemptKind.REFRESH, hash(address)));
    }

    /** Completes if a password change of the account is within the limits; fails with a 429 problem if not. */
    public Uni<Void> passwordChange(String userId) {
        return require(
                AttemptKind.PASSWORD_CHANGE,
                new Bucket(PREFIX + "password-change/account/" + hash(userId), config.passwordChange()));
    }

    private Bucket byAddress(AttemptKind kind, String address) {
        AttemptLimit limit =
                switch (kind) {
                    case SIGN_UP -> config.signUpAddress();
                    case REFRESH -> config.refreshAddress();
                    default -> config.address();
                };
        return new Bucket(PREFIX + kind.label() + "/address/" + address, limit);
    }

    private Uni<Void> require(AttemptKind kind, Bucket... required) {
        return buckets.take(List.of(required))
                .onItem()
                .transformToUni(wait -> wait.isZero() ? Uni.createFrom().voidItem() : refuse(kind, wait));
    }

    private Uni<Void> refuse(AttemptKind kind, Duration wait) {
        metrics.counter("stage5.attempts.limited", "kind", kind.label()).increment();
        return Uni.createFrom().failure(ProblemException.tooManyRequests(wait.plusMillis(999)));
    }

    /** Keys have hashes, so that Redis stores no address of a person or a client, and every key is short. */
    private static String hash(String text) {
        return HexFormat.of().formatHex(Sha256.of(text), 0, HASH_BYTES);
    }
}
